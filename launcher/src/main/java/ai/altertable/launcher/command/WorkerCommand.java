package ai.altertable.launcher.command;

import ai.altertable.engine.EngineLibrary;
import ai.altertable.launcher.log.LogConfig;
import ai.altertable.launcher.log.Logging;
import ai.altertable.launcher.server.Console;
import ai.altertable.launcher.server.Extensions;
import ai.altertable.launcher.server.ServerConfig;
import ai.altertable.launcher.worker.SelfHostedWorker;
import ai.altertable.launcher.worker.WorkerSettings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "worker",
    description = {
      "Runs a worker on this machine for a server elsewhere, or, with a command, shows the workers of"
          + " a server and takes them out of service for a while.",
    },
    subcommands = {
      WorkerCommand.ListAll.class,
      WorkerCommand.DrainOne.class,
      WorkerCommand.Resume.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = CommandLines.ProgramVersion.class,
    sortOptions = false)
final class WorkerCommand implements Callable<Integer>, Checked {
  @Spec private CommandSpec spec;

  @Mixin private SelfHostingOptions hosting;

  @Mixin private RuntimeOptions runtime;

  @Mixin private ResourceOptions resources;

  @Mixin private LogOptions logging;

  /// Runs until it is told to end.
  @Override
  public Integer call() throws Exception {
    OptionValues values = new OptionValues();
    SelfHostingOptions.Read read = hosting.read(values);
    ServerConfig.WorkerResources budget = resources.read(values);
    LogConfig log = logging.read(values);
    if (!values.problems().isEmpty()) {
      throw new ParameterException(spec.commandLine(), String.join("\n", values.problems()));
    }
    Console console = Console.ofThisProcess(log.format());
    Logging.toOutput("worker", log);
    Path extensions =
        Extensions.provide(Extensions.NEEDED, runtime.directory(), runtime.extensions(), console);
    EngineLibrary.provide(runtime.directory());
    WorkerSettings settings = read.settings(runtime.directory(), extensions, budget);
    UntilTold.run(
        () -> SelfHostedWorker.start(read.directory(), read.token(), settings, read.listening()));
    return 0;
  }

  @Override
  public List<String> problems() {
    OptionValues values = new OptionValues();
    hosting.read(values);
    resources.read(values);
    logging.read(values);
    return values.problems();
  }

  private static String table(JsonNode workers) {
    TextTable table =
        new TextTable(
            "WORKER",
            "ENVIRONMENT",
            "KIND",
            "STATE",
            "RUNNING",
            "QUEUED",
            "SESSIONS",
            "OPEN TRANSACTIONS",
            "SINCE");
    for (JsonNode one : workers) {
      JsonNode transactions = one.path("transactions");
      table.add(
          one.path("worker").asText(),
          one.path("environment").asText(),
          kind(one),
          state(one),
          one.path("running").asText(),
          one.path("queued").asText(),
          one.path("sessions").asText(),
          transactions.isNull() ? "-" : transactions.asText(),
          Since.now(one.path("since").asText()));
    }
    return table.toString();
  }

  private static String kind(JsonNode one) {
    if (one.path("kind").asText().equals("gateway")) {
      return "gateway";
    }
    return one.path("hosted").asBoolean() ? "hosted" : "own";
  }

  /// With what it will be told, where it cannot have been yet.
  private static String state(JsonNode one) {
    String state = one.path("state").asText();
    String desired = one.path("desired").asText();
    boolean away = state.equals("pending") || state.equals("lost");
    return away && !desired.equals("online") ? state + ", to drain" : state;
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
      description = {
        "Shows the workers and gateways of a server, also those of other machines, and how much is under"
            + " way in each.",
        "RUNNING: requests under way; QUEUED: those of them that wait to be let in, as the worker told"
            + " last; SESSIONS: in use or kept."
      },
      mixinStandardHelpOptions = true,
      versionProvider = CommandLines.ProgramVersion.class,
      sortOptions = false)
  static final class ListAll implements Runnable {
    @Spec private CommandSpec spec;
    @Mixin private ListOptions options;

    @Option(
        names = "--all",
        descriptionKey = ConfigSources.COMMAND_LINE_ONLY,
        description = "Shows also those that were revoked within the last 30 days.")
    private boolean all;

    @Override
    public void run() {
      ArrayNode shown = JsonNodeFactory.instance.arrayNode();
      for (JsonNode one : options.server().get("/workers")) {
        if (all || !one.path("state").asText().equals("revoked")) {
          shown.add(one);
        }
      }
      options.print(spec, shown, WorkerCommand::table);
    }
  }

  @Command(
      name = "drain",
      description = {
        "Lets no new statement begin at a worker, also at one of another machine, and what runs end.",
        "Where another worker serves the environment, it takes what is new; else GET /ready answers 503,"
            + " and clients are told to try again later."
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
