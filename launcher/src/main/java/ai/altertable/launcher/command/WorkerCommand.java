package ai.altertable.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "worker",
    description = "Shows the workers of a server, and takes them out of service for a while.",
    subcommands = {
      WorkerCommand.ListAll.class,
      WorkerCommand.DrainOne.class,
      WorkerCommand.Resume.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = CommandLines.ProgramVersion.class)
final class WorkerCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static String table(JsonNode workers) {
    TextTable table = new TextTable("WORKER", "STATE", "RUNNING", "OPEN TRANSACTIONS");
    for (JsonNode one : workers) {
      table.add(
          one.path("worker").asText(),
          one.path("draining").asBoolean() ? "draining" : "serving",
          one.path("running").asText(),
          one.path("transactions").asText());
    }
    return table.toString();
  }

  /// Which worker, and how to show it.
  static final class Chosen {
    @Mixin private ListOptions options;

    @Parameters(paramLabel = "WORKER", arity = "0..1", description = "Without it: all of them.")
    private @Nullable String worker;

    void order(CommandSpec spec, String what) {
      ObjectNode order = JsonNodeFactory.instance.objectNode();
      if (worker != null) {
        order.put("worker", worker);
      }
      options.print(spec, options.server().post("/workers/" + what, order), WorkerCommand::table);
    }
  }

  @Command(
      name = "list",
      description = "Shows the workers, and how much is under way in each.",
      mixinStandardHelpOptions = true,
      versionProvider = CommandLines.ProgramVersion.class,
      sortOptions = false)
  static final class ListAll implements Runnable {
    @Spec private CommandSpec spec;
    @Mixin private ListOptions options;

    @Override
    public void run() {
      options.print(spec, options.server().get("/workers"), WorkerCommand::table);
    }
  }

  @Command(
      name = "drain",
      description = {
        "Lets no new statement begin, and what runs end.",
        "GET /ready answers 503, and clients are told to try again later."
      },
      mixinStandardHelpOptions = true,
      versionProvider = CommandLines.ProgramVersion.class,
      sortOptions = false)
  static final class DrainOne implements Runnable {
    @Spec private CommandSpec spec;
    @Mixin private Chosen chosen;

    @Override
    public void run() {
      chosen.order(spec, "drain");
    }
  }

  @Command(
      name = "resume",
      description = "Lets statements begin again after a drain.",
      mixinStandardHelpOptions = true,
      versionProvider = CommandLines.ProgramVersion.class,
      sortOptions = false)
  static final class Resume implements Runnable {
    @Spec private CommandSpec spec;
    @Mixin private Chosen chosen;

    @Override
    public void run() {
      chosen.order(spec, "resume");
    }
  }
}
