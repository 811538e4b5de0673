package ai.altertable.launcher.command;

import ai.altertable.launcher.confinement.ConfinementMode;
import ai.altertable.launcher.server.Console;
import ai.altertable.launcher.server.Server;
import ai.altertable.launcher.server.ServerConfig;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "start",
    description = {
      "Runs everything on this machine: the server with embedded PostgreSQL, and a hosted worker.",
      "Listens on loopback, unless told otherwise."
    },
    mixinStandardHelpOptions = true,
    versionProvider = CommandLines.ProgramVersion.class,
    sortOptions = false)
final class StartCommand implements Callable<Integer>, Checked {
  private static final int DAY_SECONDS = 86_400;

  @Spec private CommandSpec spec;

  @Mixin private ServingOptions serving;

  @Mixin private ResourceOptions resources;

  @Mixin private RegistrationOptions registration;

  @Mixin private LogOptions logging;

  @Mixin private BootstrapOptions bootstrap;

  @Mixin private HistoryOptions history;

  @Option(
      names = "--sample",
      description = "Adds the sample database acme_lakehouse, unless it exists.")
  private boolean sample;

  @Option(
      names = "--drain-seconds",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "How long running queries may take to their end when the server is told to end; then they"
              + " are cancelled. Default: ${DEFAULT-VALUE}")
  private String drainSeconds;

  @Option(
      names = "--worker-confinement",
      paramLabel = "MODE",
      defaultValue = "prefer",
      description =
          "Whether the kernel keeps workers from files and connections that they do not need:"
              + " require (or do not start), prefer (as far as this system can), off. Default:"
              + " ${DEFAULT-VALUE}")
  private String workerConfinement;

  @Override
  public Integer call() throws Exception {
    ServerConfig config = config();
    Console console = Console.ofThisProcess(config.controlPlane().log().format());
    UntilTold.run(() -> Server.start(config, console));
    return 0;
  }

  @Override
  public List<String> problems() {
    OptionValues values = new OptionValues();
    read(values);
    return values.problems();
  }

  /// What the options say.
  ///
  /// @throws ParameterException that tells all that is wrong with their values
  ServerConfig config() {
    OptionValues values = new OptionValues();
    ServerConfig config = read(values);
    if (!values.problems().isEmpty()) {
      throw new ParameterException(spec.commandLine(), String.join("\n", values.problems()));
    }
    return config;
  }

  private ServerConfig read(OptionValues values) {
    return new ServerConfig(
        serving.controlPlane(
            values,
            registration.read(values),
            bootstrap.flags(),
            history.read(values),
            logging.read(values)),
        serving.extensions(),
        sample,
        values.seconds("--drain-seconds", drainSeconds, 0, DAY_SECONDS),
        resources.read(values),
        values.choice("--worker-confinement", workerConfinement, ConfinementMode.class));
  }
}
