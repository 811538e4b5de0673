package ai.altertable.systemtests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// `./altertable` of the checkout, and the servers that were started with it.
public final class Program {
  private static final Duration BUILT_WITHIN = Duration.ofMinutes(15);
  private static final Duration ENDED_WITHIN = Duration.ofSeconds(90);

  private final Path home;
  private final Path data;
  private final AtomicInteger directories = new AtomicInteger();
  private final List<RunningServer> servers = new CopyOnWriteArrayList<>();

  private Program(Path home, Path data) {
    this.home = home;
    this.data = data;
  }

  /// The program of the checkout that is being built. The first command builds what is missing.
  static Program ofTheCheckout() {
    String home = System.getProperty("altertable.home");
    if (home == null) {
      throw new IllegalStateException("run the tests by Maven, which sets altertable.home");
    }
    try {
      Program program =
          new Program(
              Path.of(home).toRealPath(),
              Files.createTempDirectory("altertable-system-").toRealPath());
      Turn.of(() -> program.run(BUILT_WITHIN, "version").orFail());
      return program;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public Path home() {
    return home;
  }

  /// Where the program keeps what it has unpacked or downloaded.
  public Path runtime() {
    return home.resolve("runtime");
  }

  /// A path for a data directory, which does not exist yet.
  public Path newDirectory() {
    return data.resolve("data-" + directories.incrementAndGet());
  }

  public Finished run(String... arguments) {
    return run(ENDED_WITHIN, arguments);
  }

  public Finished run(Duration within, String... arguments) {
    return Finished.of(command(List.of(), Map.of(), Arrays.asList(arguments)), within);
  }

  /// Runs a server that is to refuse its work.
  ///
  /// @throws AssertionError when it does not; it is ended then
  public Finished runToItsEnd(Launch launch) {
    return Finished.of(
        command(launch.prefix(), launch.environment(), launch.arguments()), ENDED_WITHIN);
  }

  /// Starts a server and waits until it says that it is ready.
  public RunningServer start(Launch launch) {
    RunningServer server = begin(launch);
    server.awaitReady();
    return server;
  }

  /// Starts a server, and does not wait.
  ///
  /// In a process group of its own, as a shell does with a command in a terminal; and with the
  /// signals as a terminal leaves them, also where these tests run in the background.
  public RunningServer begin(Launch launch) {
    List<String> prefix = new ArrayList<>(List.of("setsid", "env", "--default-signal=INT,TERM"));
    prefix.addAll(launch.prefix());
    RunningServer server =
        RunningServer.begin(
            command(prefix, launch.environment(), launch.arguments()), launch.data());
    servers.add(server);
    return server;
  }

  /// Starts a worker that enrols with a server, and does not wait.
  ///
  /// @param arguments of `altertable worker`
  public RunningMember beginWorker(String... arguments) {
    return beginMember(List.of("worker", "--worker-port", "0"), arguments);
  }

  /// Starts a gateway that enrols with a control plane, and does not wait.
  ///
  /// @param arguments of `altertable gateway`
  public RunningMember beginGateway(String... arguments) {
    return beginMember(List.of("gateway", "--http-port", "0"), arguments);
  }

  private RunningMember beginMember(List<String> command, String... arguments) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(arguments));
    List<String> prefix = List.of("setsid", "env", "--default-signal=INT,TERM");
    return RunningMember.begin(command(prefix, Launch.QUICK_TO_START, all));
  }

  private ProcessBuilder command(
      List<String> prefix, Map<String, String> environment, List<String> arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(home.resolve("altertable").toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("ALTERTABLE_"));
    builder.environment().putAll(environment);
    return builder;
  }

  /// Forgets the servers that have ended, and deletes their data.
  ///
  /// @param logs where the logs of all servers are kept before
  void tidy(Optional<Path> logs) {
    logs.ifPresent(target -> servers.forEach(server -> server.copyLogs(target)));
    List<RunningServer> ended = servers.stream().filter(server -> !server.runs()).toList();
    servers.removeAll(ended);
    // One that was killed may have been started again in the same directory.
    List<Path> used = servers.stream().map(RunningServer::data).toList();
    ended.stream()
        .map(RunningServer::data)
        .filter(data -> !used.contains(data))
        .forEach(Program::delete);
  }

  /// Ends what still runs, without ceremony, and deletes all data.
  void end() {
    servers.forEach(RunningServer::killEverything);
    delete(data);
  }

  static void delete(Path tree) {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> entries = Files.walk(tree)) {
      for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(entry);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
