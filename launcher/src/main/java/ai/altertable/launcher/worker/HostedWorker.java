package ai.altertable.launcher.worker;

import ai.altertable.launcher.confinement.Confinement;
import ai.altertable.launcher.confinement.Rules;
import ai.altertable.launcher.log.LogConfig;
import ai.altertable.launcher.process.ExpendableStart;
import ai.altertable.launcher.process.ProcessListener;
import ai.altertable.launcher.process.ProcessSpec;
import ai.altertable.launcher.process.ProcessStart;
import ai.altertable.launcher.process.ProcessState;
import ai.altertable.launcher.process.RestartPolicy;
import ai.altertable.launcher.process.SupervisedProcess;
import ai.altertable.launcher.process.Supervisor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A worker that this server runs as a process of its own, and starts again when it dies.
public final class HostedWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HostedWorker.class);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(20);

  private final SupervisedProcess process;
  private final ReadyWatch ready;

  private HostedWorker(SupervisedProcess process, ReadyWatch ready) {
    this.process = process;
    this.ready = ready;
  }

  /// Returns at once.
  ///
  /// @param confinement what the kernel can do to confine it
  /// @param socket where it listens
  /// @param instructions asked before each start
  /// @param logging what the worker logs, and how
  /// @param log takes the lines that the worker prints
  /// @param up is told whenever it takes requests
  public static HostedWorker start(
      Supervisor supervisor,
      Confinement confinement,
      String slug,
      Path directory,
      Path socket,
      Supplier<WorkerInstructions> instructions,
      LogConfig logging,
      Consumer<String> log,
      Runnable up) {
    ReadyWatch ready = new ReadyWatch(socket, up);
    SupervisedProcess process =
        supervisor.start(
            slug,
            () -> spec(supervisor, confinement, directory, instructions.get(), logging, log),
            RestartPolicy.persistent(),
            new Life(slug, ready));
    return new HostedWorker(process, ready);
  }

  private record Life(String slug, ReadyWatch ready) implements ProcessListener {
    @Override
    public void changed(String name, ProcessState state) {
      switch (state) {
        case ProcessState.Running running -> {
          LOG.info("worker {} runs as process {}", slug, running.pid());
          ready.expect();
        }
        case ProcessState.BackingOff waiting -> {
          LOG.warn("worker {} ended ({}), again at {}", slug, waiting.last(), waiting.until());
          ready.lost();
        }
        case ProcessState.Failed failed -> {
          LOG.error("worker {} is given up: {}", slug, failed.reason());
          ready.lost();
        }
        case ProcessState.Starting _ -> {}
        case ProcessState.Stopping _, ProcessState.Stopped _ -> ready.lost();
      }
    }

    /// Those who are served in between are not to wait for what others do to a worker.
    @Override
    public boolean hasServed() {
      return ready.hasServed();
    }
  }

  private static ProcessSpec spec(
      Supervisor supervisor,
      Confinement confinement,
      Path directory,
      WorkerInstructions instructions,
      LogConfig logging,
      Consumer<String> log) {
    Workspace.prepare(instructions, directory.resolve("logs").resolve("worker-crash.log"));
    ProcessSpec spec =
        ProcessSpec.of(command(instructions, logging), directory, log)
            .withEnvironment(Map.of("LANG", "C.UTF-8", "TZ", "UTC", "MALLOC_ARENA_MAX", "2"))
            .withFirstInput(instructions.encode())
            .withStopWithin(STOP_WITHIN);
    Rules rules = WorkerConfinement.ofProcess(instructions, supervisor.session().prefix());
    ProcessStart start =
        switch (instructions.confinement()) {
          case OFF -> spec.start();
          case PREFER -> confinement.asFarAsPossible().startingWithin(rules);
          case REQUIRE -> confinement.startingWithin(rules);
        };
    return spec.withStart(new ExpendableStart(start));
  }

  private static List<String> command(WorkerInstructions instructions, LogConfig logging) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xms32m",
                "-Xmx512m",
                "-XX:MaxDirectMemorySize=256m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:ErrorFile=" + instructions.crashReport(),
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + instructions.temporary(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--add-opens=java.base/java.nio=ALL-UNNAMED"));
    command.addAll(furtherOptions());
    command.addAll(logging.toOptions());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), HostedWorkerMain.class.getName()));
    return List.copyOf(command);
  }

  /// What this process was told to run Java with, beyond what it always does.
  private static List<String> furtherOptions() {
    return Stream.of(System.getProperty("altertable.java.options", "").split("\\s+", -1))
        .filter(option -> !option.isEmpty())
        .toList();
  }

  public ProcessState state() {
    return process.state();
  }

  /// How often it was started again since it was first started.
  public int restarts() {
    return process.restarts();
  }

  @Override
  public void close() {
    ready.close();
    process.close();
  }
}
