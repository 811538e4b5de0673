package ai.altertable.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
    @Mixin private RunningServerOption target;

    @Option(
        names = "--json",
        descriptionKey = ConfigSources.COMMAND_LINE_ONLY,
        description = "Prints a JSON array instead of a table.")
    private boolean json;

    @Override
    public void run() {
      JsonNode all = target.server().get("/queries");
      spec.commandLine().getOut().print(json ? all.toPrettyString() + "\n" : table(all));
      spec.commandLine().getOut().flush();
    }

    private static String table(JsonNode all) {
      TextTable table =
          new TextTable("ID", "STATE", "USER", "SINCE", "ROWS", "DONE", "SESSION", "STATEMENT");
      for (JsonNode one : all) {
        table.add(
            one.path("id").asText(),
            one.path("state").asText(),
            one.path("user").asText(),
            Since.now(one.path("since").asText()),
            one.path("rows").asText(),
            percentage(one.path("percentage")),
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
    @Mixin private RunningServerOption target;

    @Option(
        names = "--user",
        paramLabel = "NAME",
        descriptionKey = ConfigSources.COMMAND_LINE_ONLY,
        description = "Whose it is, where several users have chosen the same id.")
    private @Nullable String user;

    @Parameters(paramLabel = "ID", description = "As `altertable query list` shows it.")
    private String id;

    @Override
    public void run() {
      ObjectNode order = JsonNodeFactory.instance.objectNode().put("id", id);
      if (user != null) {
        order.put("user", user);
      }
      var _ = target.server().post("/queries/end", order);
      spec.commandLine().getOut().println("Query " + id + " is ended.");
      spec.commandLine().getOut().flush();
    }
  }
}
