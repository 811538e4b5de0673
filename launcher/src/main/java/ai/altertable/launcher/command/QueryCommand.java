package ai.altertable.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "query",
    description = "Shows what runs and waits in a server, and ends it.",
    subcommands = {QueryCommand.ListAll.class, QueryCommand.Kill.class},
    mixinStandardHelpOptions = true,
    versionProvider = CommandLines.ProgramVersion.class)
final class QueryCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "list",
      description = "Shows the queries and uploads that are under way, the oldest first.",
      mixinStandardHelpOptions = true,
      versionProvider = CommandLines.ProgramVersion.class,
      sortOptions = false)
  static final class ListAll implements Runnable {
    @Spec private CommandSpec spec;
    @Mixin private ListOptions options;

    @Override
    public void run() {
      options.printFound(spec, options.server().get("/queries"), ListAll::table);
    }

    private static String table(JsonNode all) {
      TextTable table =
          new TextTable(
              "ID", "STATE", "USER", "SINCE", "ROWS", "DONE", "WORKER", "SESSION", "STATEMENT");
      for (JsonNode one : all) {
        table.add(
            one.path("id").asText(),
            one.path("state").asText(),
            one.path("user").asText(),
            Since.now(one.path("since").asText()),
            one.path("rows").asText(),
            percentage(one.path("percentage")),
            one.path("worker").asText(),
            one.path("session").asText(),
            one.path("text").asText());
      }
      return table.toString();
    }

    private static String percentage(JsonNode share) {
      return share.isNumber() && share.asDouble() >= 0 ? Math.round(share.asDouble()) + "%" : "-";
    }
  }

  @Command(
      name = "kill",
      description = "Ends a query or an upload; its client is told that an administrator did.",
      mixinStandardHelpOptions = true,
      versionProvider = CommandLines.ProgramVersion.class,
      sortOptions = false)
  static final class Kill implements Runnable {
    @Spec private CommandSpec spec;
    @Mixin private KillOptions options;

    @Parameters(paramLabel = "ID", description = "As `altertable query list` shows it.")
    private String id;

    @Override
    public void run() {
      options.end(spec, "query", "queries", id);
    }
  }
}
