package ai.altertable.launcher.command;

import ai.altertable.controlplane.bootstrap.BootstrapFlags;
import ai.altertable.controlplane.history.HistoryConfig;
import ai.altertable.launcher.log.LogConfig;
import ai.altertable.launcher.postgres.external.ExternalPostgres;
import ai.altertable.launcher.server.ServerConfig;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What a control plane is given of its machine: directories, ports, PostgreSQL.
final class ServingOptions {

  @Mixin private RuntimeOptions runtime;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "Where all data is kept. Default: ${DEFAULT-VALUE}")
  private Path dataDirectory;

  @Mixin private ListenOptions listen;

  @Mixin private PostgresOptions postgres;

  Path data() {
    return dataDirectory.toAbsolutePath().normalize();
  }

  Path runtime() {
    return runtime.directory();
  }

  Optional<Path> extensions() {
    return runtime.extensions();
  }

  Optional<ExternalPostgres> postgres(OptionValues values) {
    return postgres.read(values);
  }

  ServerConfig.Http http(OptionValues values) {
    return listen.read(values);
  }

  ServerConfig.ControlPlane controlPlane(
      OptionValues values,
      ServerConfig.Registration registration,
      BootstrapFlags flags,
      HistoryConfig history,
      LogConfig log) {
    return new ServerConfig.ControlPlane(
        data(), runtime(), postgres(values), http(values), registration, flags, history, log);
  }
}
