package ai.altertable.launcher.postgres;

import ai.altertable.launcher.process.LifelineShell;
import ai.altertable.launcher.process.ProcessSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// One server: which programs run which cluster on which port.
record PostgresServer(
    PostgresInstallation installation,
    Unprivileged unprivileged,
    Cluster cluster,
    PostgresConfig config,
    int port,
    Path logFile) {
  static final String HOST = "127.0.0.1";
  static final String SUPERUSER = "postgres";

  /// For a fast shutdown, whose checkpoint writes out what the buffers hold.
  private static final Duration SHUTDOWN_WITHIN = Duration.ofSeconds(60);

  private static final Duration STOP_WITHIN =
      SHUTDOWN_WITHIN.plus(LifelineShell.FROM_QUIT_TO_KILL).plusSeconds(5);

  ProcessSpec spec(Consumer<String> output) {
    List<String> postgres = new ArrayList<>();
    postgres.add(installation.program("postgres").toString());
    postgres.addAll(List.of("-D", cluster.directory().toString()));
    postgres.addAll(PostgresSettings.arguments(config, port));
    List<String> command = LifelineShell.tie(unprivileged.wrap(postgres), SHUTDOWN_WITHIN);
    return ProcessSpec.of(command, config.home(), output)
        .withEnvironment(PostgresSettings.ENVIRONMENT)
        .withStopWithin(STOP_WITHIN);
  }
}
