package ai.altertable.launcher.command;

import ai.altertable.engine.Patience;
import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.launcher.server.ServerConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a worker may use of its machine.
final class ResourceOptions {
  private static final int DAY_SECONDS = 86_400;
  private static final DataSize WORKER_MEMORY_MIN = DataSize.ofMebibytes(128);

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

  ServerConfig.WorkerResources read(OptionValues values) {
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
