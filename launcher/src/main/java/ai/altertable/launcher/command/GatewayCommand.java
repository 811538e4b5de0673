package ai.altertable.launcher.command;

import ai.altertable.launcher.log.LogConfig;
import ai.altertable.launcher.log.Logging;
import ai.altertable.launcher.server.Console;
import ai.altertable.launcher.server.GatewayServer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "gateway",
    description = {
      "Runs a gateway alone: clients send statements to it, and it passes them to workers that run"
          + " apart too.",
      "It enrols once, with a token that altertable token create --gateway has made."
    },
    mixinStandardHelpOptions = true,
    versionProvider = CommandLines.ProgramVersion.class,
    sortOptions = false)
final class GatewayCommand implements Callable<Integer>, Checked {
  private static final int DAY_SECONDS = 86_400;

  @Spec private CommandSpec spec;

  @Mixin private EnrollmentOptions enrollment;

  @Option(
      names = "--gateway-dir",
      paramLabel = "DIR",
      defaultValue = "gateway-data",
      description = "The gateway's own directory, for its identity. Default: ${DEFAULT-VALUE}")
  private Path directory;

  @Mixin private ListenOptions listen;

  @Option(
      names = "--drain-seconds",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "How long running requests may take to their end when the gateway is told to end; then"
              + " their connections are cut. Default: ${DEFAULT-VALUE}")
  private String drainSeconds;

  @Mixin private LogOptions logging;

  @Override
  public Integer call() throws Exception {
    OptionValues values = new OptionValues();
    GatewayServer.Config config = read(values);
    LogConfig log = logging.read(values);
    if (!values.problems().isEmpty()) {
      throw new ParameterException(spec.commandLine(), String.join("\n", values.problems()));
    }
    Logging.toOutput("gateway", log);
    Console console = Console.ofThisProcess(log.format());
    UntilTold.run(() -> GatewayServer.start(config, console));
    return 0;
  }

  @Override
  public List<String> problems() {
    OptionValues values = new OptionValues();
    read(values);
    logging.read(values);
    return values.problems();
  }

  private GatewayServer.Config read(OptionValues values) {
    return new GatewayServer.Config(
        directory.toAbsolutePath().normalize(),
        enrollment.token(values),
        listen.read(values),
        values.seconds("--drain-seconds", drainSeconds, 0, DAY_SECONDS));
  }
}
