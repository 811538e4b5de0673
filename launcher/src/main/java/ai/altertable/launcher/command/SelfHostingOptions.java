package ai.altertable.launcher.command;

import ai.altertable.launcher.server.ServerConfig;
import ai.altertable.launcher.worker.SelfHostedWorker;
import ai.altertable.launcher.worker.WorkerSettings;
import ai.altertable.link.enrollment.EnrollmentToken;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How a worker that somebody starts themselves becomes a member, and where it works.
final class SelfHostingOptions {
  @Mixin private EnrollmentOptions enrollment;

  @Option(
      names = "--worker-dir",
      paramLabel = "DIR",
      defaultValue = "worker-data",
      description =
          "The worker's own directory: its identity, what it spills, and what it has to report."
              + " Default: ${DEFAULT-VALUE}")
  private Path directory;

  @Option(
      names = "--objects-dir",
      paramLabel = "DIR",
      defaultValue = "data/objects",
      description =
          "Where the databases' files are: the same ones that the other workers of the environment"
              + " see. Default: ${DEFAULT-VALUE}")
  private Path objects;

  @Option(
      names = "--worker-listen-address",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "The address to listen on for gateways; 0.0.0.0 or :: for all. Always by TLS. Default:"
              + " ${DEFAULT-VALUE}")
  private String address;

  @Option(
      names = "--worker-port",
      paramLabel = "PORT",
      defaultValue = "15010",
      description = "Where gateways reach it. 0 takes any free port. Default: ${DEFAULT-VALUE}")
  private String port;

  @Option(
      names = "--worker-address",
      paramLabel = "HOST:PORT",
      description =
          "Where gateways on other machines find it. Default: the address and port that are listened"
              + " on")
  private @Nullable String advertised;

  /// What the options say.
  record Read(
      Path directory,
      Path objects,
      Optional<EnrollmentToken> token,
      SelfHostedWorker.Listening listening) {
    WorkerSettings settings(Path runtime, Path extensions, ServerConfig.WorkerResources budget) {
      return new WorkerSettings(
          runtime,
          extensions,
          directory,
          directory.resolve("staging"),
          objects,
          budget.threads(),
          budget.memory(),
          budget.spill(),
          budget.diskReserve(),
          budget.patience());
    }
  }

  Read read(OptionValues values) {
    if (advertised != null && !advertised.matches(RegistrationOptions.ADDRESS)) {
      values.problem("--worker-address must look like host:port, not " + advertised);
    }
    InetSocketAddress listening =
        new InetSocketAddress(address(values), values.number("--worker-port", port, 0, 65_535));
    return new Read(
        directory.toAbsolutePath().normalize(),
        objects.toAbsolutePath().normalize(),
        enrollment.token(values),
        new SelfHostedWorker.Listening(listening, Optional.ofNullable(advertised)));
  }

  private InetAddress address(OptionValues values) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException unknown) {
      values.problem("--worker-listen-address must be an address of this machine, not " + address);
      return InetAddress.getLoopbackAddress();
    }
  }
}
