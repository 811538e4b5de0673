package ai.altertable.launcher.command;

import ai.altertable.launcher.server.Console;
import ai.altertable.launcher.server.ControlPlaneServer;
import ai.altertable.launcher.server.ServerConfig;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "control-plane",
    description = {
      "Runs the control plane alone: gateways and workers that run apart register with it.",
      "Its own port has the management API; statements are sent to gateways."
    },
    mixinStandardHelpOptions = true,
    versionProvider = CommandLines.ProgramVersion.class,
    sortOptions = false)
final class ControlPlaneCommand implements Callable<Integer>, Checked {
  @Spec private CommandSpec spec;

  @Mixin private ServingOptions serving;

  @Mixin private RegistrationOptions registration;

  @Mixin private BootstrapOptions bootstrap;

  @Mixin private HistoryOptions history;

  @Mixin private LogOptions logging;

  @Override
  public Integer call() throws Exception {
    OptionValues values = new OptionValues();
    ServerConfig.ControlPlane config = read(values);
    if (!values.problems().isEmpty()) {
      throw new ParameterException(spec.commandLine(), String.join("\n", values.problems()));
    }
    Console console = Console.ofThisProcess(config.log().format());
    UntilTold.run(() -> ControlPlaneServer.start(config, console));
    return 0;
  }

  @Override
  public List<String> problems() {
    OptionValues values = new OptionValues();
    read(values);
    return values.problems();
  }

  private ServerConfig.ControlPlane read(OptionValues values) {
    return serving.controlPlane(
        values,
        registration.read(values),
        bootstrap.flags(),
        history.read(values),
        logging.read(values));
  }
}
