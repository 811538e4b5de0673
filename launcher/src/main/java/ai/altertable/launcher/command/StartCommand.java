package ai.altertable.launcher.command;

import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.launcher.server.Console;
import ai.altertable.launcher.server.Server;
import ai.altertable.launcher.server.ServerConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
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
      "Listens on loopback only."
    },
    mixinStandardHelpOptions = true,
    versionProvider = CommandLines.ProgramVersion.class,
    sortOptions = false)
final class StartCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

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
  private int httpPort;

  @Option(
      names = "--user",
      paramLabel = "NAME:PASSWORD",
      split = "\\R",
      description = "A user who administers the organization. Repeatable.")
  private List<String> users = List.of();

  @Option(
      names = "--reader",
      paramLabel = "NAME:PASSWORD",
      split = "\\R",
      description = "A user who may only read. Repeatable.")
  private List<String> readers = List.of();

  @Option(
      names = "--api-key",
      paramLabel = "KEY",
      split = "\\R",
      description = "A key for product events. Repeatable.")
  private List<String> apiKeys = List.of();

  @Option(
      names = "--environment",
      paramLabel = "NAME",
      description = "The environment of these users and databases. Default: production")
  private @Nullable String environment;

  @Option(
      names = "--database",
      paramLabel = "NAME",
      split = "\\R",
      description =
          "A lakehouse database. Repeatable; the first one is the default catalog. Default:"
              + " lakehouse")
  private List<String> databases = List.of();

  @Option(
      names = "--sample",
      description = "Adds the sample database acme_lakehouse, unless it exists.")
  private boolean sample;

  @Option(
      names = "--worker-threads",
      paramLabel = "N",
      description = "Threads that compute. Default: the number of processors")
  private @Nullable Integer workerThreads;

  @Option(
      names = "--worker-memory",
      paramLabel = "SIZE",
      converter = DataSizeConverter.class,
      description = "Memory of the engine, e.g. 4GiB. Default: half of the machine's")
  private @Nullable DataSize workerMemory;

  @Option(
      names = "--worker-spill",
      paramLabel = "SIZE",
      defaultValue = "32GiB",
      converter = DataSizeConverter.class,
      description = "Disk that queries may spill to. Default: ${DEFAULT-VALUE}")
  private DataSize workerSpill;

  @Option(
      names = "--disk-reserve",
      paramLabel = "SIZE",
      defaultValue = "1GiB",
      converter = DataSizeConverter.class,
      description = "Free disk that uploads leave alone. Default: ${DEFAULT-VALUE}")
  private DataSize diskReserve;

  @Override
  public Integer call() throws InterruptedException {
    CountDownLatch closed = new CountDownLatch(1);
    try (Server server = Server.start(config(), Console.ofThisProcess())) {
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> endInOrder(server, closed), "shutdown"));
      server.awaitEnd();
    } finally {
      closed.countDown();
    }
    return 0;
  }

  /// Holds the end of this process up until everything is closed.
  private static void endInOrder(Server server, CountDownLatch closed) {
    server.requestEnd();
    try {
      closed.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// What the options say.
  ///
  /// @throws ParameterException that tells all that is wrong with their values
  ServerConfig config() {
    List<String> problems = new ArrayList<>();
    if (httpPort < 0 || httpPort > 65_535) {
      problems.add("--http-port must be between 0 and 65535, not " + httpPort);
    }
    int threads =
        workerThreads == null ? Runtime.getRuntime().availableProcessors() : workerThreads;
    if (threads < 1 || threads > 1024) {
      problems.add("--worker-threads must be between 1 and 1024, not " + threads);
    }
    DataSize memory = workerMemory == null ? MachineMemory.half() : workerMemory;
    if (memory.bytes() < 128L << 20) {
      problems.add("--worker-memory must be at least 128MiB, not " + memory);
    }
    ServerConfig config =
        new ServerConfig(
            dataDirectory.toAbsolutePath().normalize(),
            runtime.directory(),
            runtime.extensions(),
            httpPort,
            secrets(users),
            secrets(readers),
            secrets(apiKeys),
            Optional.ofNullable(environment),
            databases,
            sample,
            new ServerConfig.WorkerResources(threads, memory, workerSpill, diskReserve));
    if (!problems.isEmpty()) {
      throw new ParameterException(spec.commandLine(), String.join("\n", problems));
    }
    return config;
  }

  private static List<Secret> secrets(List<String> values) {
    return values.stream().map(Secret::new).toList();
  }
}
