package ai.altertable.systemtests.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One `altertable start`: the server process and all that it has started. Closing it stops it, and
/// fails when it does not stop in order.
public final class RunningServer implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofMinutes(2);
  private static final Duration STOPPED_WITHIN = Duration.ofSeconds(60);
  private static final Duration GONE_WITHIN = Duration.ofSeconds(15);
  private static final Pattern ADDRESS = Pattern.compile("REST +(https?://[^\\s\"]+)");

  /// Of PostgreSQL's `postmaster.pid`, which is created empty.
  private static final int PORT_LINE = 3;

  private static final String READY = "Altertable is ready.";
  private static final String LAST_LINE = "Ctrl-C";

  private final Process process;
  private final Path data;
  private final Thread reader;
  private @Nullable Http http;
  private volatile String output = "";

  private RunningServer(Process process, Path data) {
    this.process = process;
    this.data = data;
    this.reader = Thread.ofVirtual().start(this::read);
  }

  static RunningServer begin(ProcessBuilder command, Path data) {
    try {
      Process process = command.redirectErrorStream(true).start();
      process.getOutputStream().close();
      return new RunningServer(process, data);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        print(line);
      }
    } catch (IOException killed) {
      print("[" + killed.getMessage() + "]");
    }
  }

  /// Only the reading thread prints.
  @SuppressWarnings("NonAtomicOperationOnVolatileField")
  private void print(String line) {
    output = output + line + "\n";
  }

  /// Waits until the server says that it is ready.
  public void awaitReady() {
    Wait.until(
        READY_WITHIN, "the server is ready or has ended", () -> saidAll() || !process.isAlive());
    if (!saidAll()) {
      throw new AssertionError("the server has not become ready:\n" + output + serverLog());
    }
    Matcher address = ADDRESS.matcher(output);
    if (!address.find()) {
      throw new AssertionError("the server does not say where it listens:\n" + output);
    }
    http = new Http(URI.create(address.group(1)), Launch.USER);
  }

  private boolean saidAll() {
    return output.contains(READY) && output.indexOf(LAST_LINE) > output.indexOf(READY);
  }

  /// A client of the administrator whom [Launch#in] makes.
  public Http http() {
    return Objects.requireNonNull(http, "the server is not ready");
  }

  /// A client of somebody else.
  ///
  /// @param credentials `name:password`
  public Http http(String credentials) {
    return new Http(http().base(), credentials);
  }

  public Path data() {
    return data;
  }

  /// What it has printed so far.
  public String output() {
    return output;
  }

  /// What the server process has logged.
  public String serverLog() {
    return log("server.log");
  }

  /// What the worker has logged.
  public String workerLog() {
    return log("hosted-1.log");
  }

  /// @param name of a file in the data directory's logs
  public String log(String name) {
    Path file = data.resolve("logs").resolve(name);
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public Proc server() {
    return new Proc(process.pid());
  }

  public Proc worker() {
    return findWorker().orElseThrow(() -> new AssertionError("no worker runs; " + processes()));
  }

  public Optional<Proc> findWorker() {
    return server().children().stream()
        .filter(child -> child.commandLine().contains("HostedWorkerMain"))
        .filter(Proc::runs)
        .findFirst();
  }

  /// PostgreSQL's first process.
  public Proc postmaster() {
    return findPostmaster()
        .orElseThrow(() -> new AssertionError("no PostgreSQL runs; " + processes()));
  }

  public Optional<Proc> findPostmaster() {
    return postmasterFile()
        .map(lines -> new Proc(Long.parseLong(lines.getFirst().strip())))
        .filter(Proc::runs);
  }

  /// The superuser's way into PostgreSQL.
  public Postgres postgres() {
    List<String> lines = postmasterFile().orElseThrow();
    return Postgres.of(Integer.parseInt(lines.get(PORT_LINE).strip()), data.resolve("keys"));
  }

  private Optional<List<String>> postmasterFile() {
    try (Stream<Path> files = Files.walk(data.resolve("postgres"), 3)) {
      Optional<Path> file = files.filter(path -> path.endsWith("postmaster.pid")).findFirst();
      List<String> lines = file.isPresent() ? Files.readAllLines(file.get()) : List.of();
      return lines.size() > PORT_LINE ? Optional.of(lines) : Optional.empty();
    } catch (IOException | UncheckedIOException gone) {
      return Optional.empty();
    }
  }

  /// Everything that belongs to this server: what it has started, and what works in its data
  /// directory, whoever its parent is now.
  public List<Proc> processes() {
    return Stream.concat(
            Stream.concat(Stream.of(server()), server().descendants()),
            Proc.all().stream().filter(this::worksHere))
        .filter(Proc::runs)
        .distinct()
        .toList();
  }

  private boolean worksHere(Proc process) {
    return process.directory().filter(directory -> directory.startsWith(data)).isPresent()
        || process.commandLine().contains(data.toString() + "/");
  }

  public boolean runs() {
    return process.isAlive();
  }

  /// SIGINT to all of its process group, as a terminal's Ctrl-C does.
  public int interruptAsTerminal() {
    new Proc(-process.pid()).signal("INT");
    return awaitEnd();
  }

  /// @param signal to the server process alone, without SIG
  public int stop(String signal) {
    server().signal(signal);
    return awaitEnd();
  }

  /// @return the exit status
  private int awaitEnd() {
    Wait.until(STOPPED_WITHIN, "the server has ended", () -> !process.isAlive());
    return process.exitValue();
  }

  /// Waits until nothing of this server is left; ends what stays.
  ///
  /// @throws AssertionError when something stayed
  public void requireNothingLeft() {
    BooleanSupplier none = () -> processes().isEmpty();
    if (!Wait.whether(GONE_WITHIN, none)) {
      List<Proc> left = processes();
      killEverything();
      throw new AssertionError("processes are left behind: " + left);
    }
  }

  /// SIGKILL to every process, PostgreSQL's too, at one moment.
  public void killEverything() {
    processes().forEach(Proc::kill);
    Wait.until(
        GONE_WITHIN,
        "every process is gone",
        () -> {
          List<Proc> left = processes();
          left.forEach(Proc::kill);
          return left.isEmpty() && !process.isAlive() && !reader.isAlive();
        });
  }

  void copyLogs(Path target) {
    Path to = target.resolve(data.getFileName());
    try {
      Files.createDirectories(to);
      Files.writeString(to.resolve("console.log"), output);
      Path logs = data.resolve("logs");
      if (Files.isDirectory(logs)) {
        try (Stream<Path> files = Files.list(logs)) {
          for (Path file : files.toList()) {
            Files.write(to.resolve(file.getFileName()), Files.readAllBytes(file));
          }
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      int status = stop("TERM");
      requireNothingLeft();
      if (status != 0 && status != 143) {
        throw new AssertionError("the server ended with status " + status + ":\n" + output);
      }
    } else {
      requireNothingLeft();
    }
    reader.interrupt();
  }
}
