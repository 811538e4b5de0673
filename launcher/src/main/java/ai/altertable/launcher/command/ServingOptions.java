package ai.altertable.launcher.command;

import ai.altertable.engine.Patience;
import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.launcher.postgres.external.ExternalPostgres;
import ai.altertable.launcher.server.ServerConfig;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What a server is given of its machine: directories, port, memory, disk.
final class ServingOptions {
  private static final int DAY_SECONDS = 86_400;
  private static final DataSize WORKER_MEMORY_MIN = DataSize.ofMebibytes(128);

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

  @Option(
      names = "--worker-threads",
      paramLabel = "N",
      description = "Threads that compute. Default: the number of processors")
  private @Nullable String workerThreads;

  @Option(
      names = "--worker-memory",
      paramLabel = "SIZE",
      description = "Memory of the engine, e.g. 4GiB. Default: half of the machine's")
  private @Nullable String workerMemory;

  @Option(
      names = "--worker-spill",
      paramLabel = "SIZE",
      defaultValue = "32GiB",
      description = "Disk that queries may spill to. Default: ${DEFAULT-VALUE}")
  private String workerSpill;

  @Option(
      names = "--disk-reserve",
      paramLabel = "SIZE",
      defaultValue = "1GiB",
      description = "Free disk that uploads leave alone. Default: ${DEFAULT-VALUE}")
  private String diskReserve;

  @Option(
      names = "--worker-prepare-seconds",
      paramLabel = "N",
      defaultValue = "60",
      description =
          "How long a statement may take before it runs: to be parsed, bound and planned."
              + " Default: ${DEFAULT-VALUE}")
  private String workerPrepareSeconds;

  @Option(
      names = "--worker-stuck-seconds",
      paramLabel = "N",
      defaultValue = "30",
      description =
          "How long a statement that was told to stop may compute on; then its worker ends and is"
              + " started again. Default: ${DEFAULT-VALUE}")
  private String workerStuckSeconds;

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
    DataSize none = new DataSize(0);
    return new ServerConfig.WorkerResources(
        workerThreads == null
            ? Runtime.getRuntime().availableProcessors()
            : values.number("--worker-threads", workerThreads, 1, 1024),
        workerMemory == null
            ? MachineMemory.half()
            : values.size("--worker-memory", workerMemory, WORKER_MEMORY_MIN),
        values.size("--worker-spill", workerSpill, none),
        values.size("--disk-reserve", diskReserve, none),
        new Patience(
            values.seconds("--worker-prepare-seconds", workerPrepareSeconds, 1, DAY_SECONDS),
            values.seconds("--worker-stuck-seconds", workerStuckSeconds, 1, DAY_SECONDS)));
  }
}
