package ai.altertable.launcher.command;

import ai.altertable.launcher.postgres.external.ExternalPostgres;
import ai.altertable.launcher.server.ServerConfig;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What a server is given of its machine: directories, port, memory, disk.
final class ServingOptions {

  @Mixin private RuntimeOptions runtime;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "Where all data is kept. Default: ${DEFAULT-VALUE}")
  private Path dataDirectory;

  @Option(
      names = {"--http-port", "--lakehouse-port"},
      paramLabel = "PORT",
      defaultValue = "15000",
      description = "REST. 0 takes any free port. Default: ${DEFAULT-VALUE}")
  private String httpPort;

  @Mixin private ListenOptions listen;

  @Mixin private PostgresOptions postgres;

  @Mixin private ResourceOptions resources;

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
    return listen.read(values, values.number("--http-port", httpPort, 0, 65_535));
  }

  ServerConfig.WorkerResources resources(OptionValues values) {
    return resources.read(values);
  }
}
