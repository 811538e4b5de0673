package ai.altertable.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "session",
    description = "Shows the sessions of a server, and ends them.",
    subcommands = {SessionCommand.ListAll.class, SessionCommand.Kill.class},
    mixinStandardHelpOptions = true,
    versionProvider = CommandLines.ProgramVersion.class)
final class SessionCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "list",
      description =
          "Shows the sessions that are used or kept, those first that have been so for longest.",
      mixinStandardHelpOptions = true,
      versionProvider = CommandLines.ProgramVersion.class,
      sortOptions = false)
  static final class ListAll implements Runnable {
    @Spec private CommandSpec spec;
    @Mixin private ListOptions options;

    @Override
    public void run() {
      options.printFound(spec, options.server().get("/sessions"), ListAll::table);
    }

    private static String table(JsonNode all) {
      TextTable table = new TextTable("ID", "STATE", "USER", "SINCE", "WORKER");
      for (JsonNode one : all) {
        table.add(
            one.path("id").asText(),
            one.path("state").asText(),
            one.path("user").asText(),
            Since.now(one.path("since").asText()),
            one.path("worker").asText());
      }
      return table.toString();
    }
  }

  @Command(
      name = "kill",
      description = "Ends a session: what it does is stopped, and what it keeps is gone.",
      mixinStandardHelpOptions = true,
      versionProvider = CommandLines.ProgramVersion.class,
      sortOptions = false)
  static final class Kill implements Runnable {
    @Spec private CommandSpec spec;
    @Mixin private KillOptions options;

    @Parameters(paramLabel = "ID", description = "As `altertable session list` shows it.")
    private String id;

    @Override
    public void run() {
      options.end(spec, "session", "sessions", id);
    }
  }
}
