package ai.altertable.launcher.command;

import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.launcher.server.Console;
import ai.altertable.launcher.server.Server;
import ai.altertable.launcher.server.ServerConfig;
import java.nio.file.Path;
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
      "Listens on loopback, unless told otherwise."
    },
    mixinStandardHelpOptions = true,
    versionProvider = CommandLines.ProgramVersion.class,
    sortOptions = false)
final class StartCommand implements Callable<Integer> {
  private static final DataSize WORKER_MEMORY_MIN = DataSize.ofMebibytes(128);

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
  private String httpPort;

  @Mixin private ListenOptions listen;

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

  /// What is wrong with the values of the options, in sentences.
  List<String> problems() {
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
        dataDirectory.toAbsolutePath().normalize(),
        runtime.directory(),
        runtime.extensions(),
        listen.read(values, values.number("--http-port", httpPort, 0, 65_535)),
        secrets(users),
        secrets(readers),
        secrets(apiKeys),
        Optional.ofNullable(environment),
        databases,
        sample,
        resources(values));
  }

  private ServerConfig.WorkerResources resources(OptionValues values) {
    DataSize none = new DataSize(0);
    return new ServerConfig.WorkerResources(
        workerThreads == null
            ? Runtime.getRuntime().availableProcessors()
            : values.number("--worker-threads", workerThreads, 1, 1024),
        workerMemory == null
            ? MachineMemory.half()
            : values.size("--worker-memory", workerMemory, WORKER_MEMORY_MIN),
        values.size("--worker-spill", workerSpill, none),
        values.size("--disk-reserve", diskReserve, none));
  }

  private static List<Secret> secrets(List<String> values) {
    return values.stream().map(Secret::new).toList();
  }
}
