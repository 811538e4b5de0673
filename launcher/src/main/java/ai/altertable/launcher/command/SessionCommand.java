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
    @Mixin private RunningServerOption target;

    @Option(
        names = "--json",
        descriptionKey = ConfigSources.COMMAND_LINE_ONLY,
        description = "Prints a JSON array instead of a table.")
    private boolean json;

    @Override
    public void run() {
      JsonNode all = target.server().get("/sessions");
      spec.commandLine().getOut().print(json ? all.toPrettyString() + "\n" : table(all));
      spec.commandLine().getOut().flush();
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
    @Mixin private RunningServerOption target;

    @Option(
        names = "--user",
        paramLabel = "NAME",
        descriptionKey = ConfigSources.COMMAND_LINE_ONLY,
        description = "Whose it is, where several users have chosen the same id.")
    private @Nullable String user;

    @Parameters(paramLabel = "ID", description = "As `altertable session list` shows it.")
    private String id;

    @Override
    public void run() {
      ObjectNode order = JsonNodeFactory.instance.objectNode().put("id", id);
      if (user != null) {
        order.put("user", user);
      }
      var _ = target.server().post("/sessions/end", order);
      spec.commandLine().getOut().println("Session " + id + " is ended.");
      spec.commandLine().getOut().flush();
    }
  }
}
