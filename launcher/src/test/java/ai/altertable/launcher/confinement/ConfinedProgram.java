package ai.altertable.launcher.confinement;

import ai.altertable.launcher.process.ProcessStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A program that tries what it is told to, and says what came of each attempt.
///
/// Its arguments are attempts, separated by `;`: a verb and what it is about. It prints a line for
/// each: `done`, with what it got, or the reason why not.
public final class ConfinedProgram {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private ConfinedProgram() {}

  public static void main(String[] arguments) {
    for (String attempt : String.join(" ", arguments).split(" ; ", -1)) {
      System.out.println(outcome(attempt.strip().split(" ", 2)));
    }
  }

  /// Runs it to its end.
  ///
  /// @param attempts the verb and its object each
  /// @return a line for each
  static List<String> run(Confinement confinement, Rules rules, String... attempts)
      throws IOException, InterruptedException {
    return run(confinement, rules, List.of(), attempts);
  }

  /// @param flags of the Java machine
  public static List<String> run(
      Confinement confinement, Rules rules, List<String> flags, String... attempts)
      throws IOException, InterruptedException {
    return run(confinement.startingWithin(rules), flags, attempts);
  }

  /// The same attempts, without rules.
  static List<String> runFree(String... attempts) throws IOException, InterruptedException {
    return run(ProcessBuilder::start, List.of(), attempts);
  }

  private static List<String> run(ProcessStart start, List<String> flags, String... attempts)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED"));
    command.addAll(flags);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), ConfinedProgram.class.getName()));
    command.addAll(Arrays.asList(String.join(" ; ", attempts).split(" ", -1)));
    Process process = start.start(new ProcessBuilder(command).redirectErrorStream(true));
    try {
      process.getOutputStream().close();
      List<String> lines = process.inputReader().lines().toList();
      process.waitFor();
      return lines;
    } finally {
      process.destroyForcibly();
    }
  }

  private static String outcome(String[] attempt) {
    try {
      return ("done " + attempted(attempt[0], attempt[1])).strip();
    } catch (IOException | SQLException | UncheckedIOException refused) {
      return refused.toString().lines().reduce((first, next) -> first + " " + next).orElse("");
    } catch (InterruptedException | ExecutionException unexpected) {
      return "broken: " + unexpected;
    }
  }

  private static String attempted(String verb, String object)
      throws IOException, SQLException, InterruptedException, ExecutionException {
    return switch (verb) {
      case "read" -> Files.readString(Path.of(object)).lines().findFirst().orElse("");
      case "list" -> listed(Path.of(object));
      case "write" -> said(Files.writeString(Path.of(object), "written"));
      case "truncate" ->
          said(Files.write(Path.of(object), new byte[0], StandardOpenOption.TRUNCATE_EXISTING));
      case "free-space-of" ->
          Long.toString(Files.getFileStore(Path.of(object)).getUsableSpace() / Long.MAX_VALUE);
      case "make" -> said(Files.createDirectory(Path.of(object)));
      case "delete" -> deleted(Path.of(object));
      case "move" -> {
        String[] both = object.split(" ", 2);
        yield said(Files.move(Path.of(both[0]), Path.of(both[1]), StandardCopyOption.ATOMIC_MOVE));
      }
      case "connect" -> connected(Integer.parseInt(object));
      case "listen" -> listening(Integer.parseInt(object));
      case "socket" -> listening(Path.of(object));
      case "kill" -> killed(Long.parseLong(object));
      case "run" -> ran(object.split(" ", -1));
      case "powers" -> powers(Path.of("/proc", object, "status"));
      case "sql" -> sql(object);
      case "give-up-reading-but" -> gaveUp(object);
      case "read-in-other-threads" -> readInOtherThreads(object);
      default -> throw new IllegalArgumentException(verb);
    };
  }

  private static String said(Path path) {
    return path.getFileName().toString();
  }

  private static String listed(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return Long.toString(entries.count());
    }
  }

  private static String deleted(Path path) throws IOException {
    Files.delete(path);
    return "";
  }

  private static String connected(int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
      return "";
    }
  }

  private static String listening(int port) throws IOException {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return "";
    }
  }

  private static String listening(Path socket) throws IOException {
    try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.bind(UnixDomainSocketAddress.of(socket));
      return "";
    }
  }

  private static String killed(long process) throws IOException {
    if (ProcessHandle.of(process).orElseThrow().destroy()) {
      return "";
    }
    throw new IOException("the system refuses the signal");
  }

  private static String ran(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + " " + said.strip();
  }

  private static String powers(Path status) throws IOException {
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("CapEff") || line.startsWith("CapPrm"))
        .map(line -> line.replace('\t', ' '))
        .sorted()
        .collect(Collectors.joining(" "));
  }

  /// As DuckDB has it, with nothing of ours before it, in several threads of its own.
  private static String sql(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement run = connection.createStatement()) {
      run.execute("SET threads = 4");
      boolean rows = run.execute(statement);
      if (!rows) {
        return "";
      }
      try (ResultSet row = run.getResultSet()) {
        return row.next() ? String.valueOf(row.getString(1)).strip() : "";
      }
    }
  }

  /// Java, this program and settings remain readable, and the directories that are named.
  private static String gaveUp(String directories) throws IOException {
    Confinement.ofThisSystem()
        .restrictThread(
            Rules.nothingRead()
                .reading(SystemFiles.java())
                .reading(SystemFiles.libraries())
                .reading(SystemFiles.program())
                .reading(SystemFiles.aboutItself())
                .reading(SystemFiles.settings())
                .reading(Arrays.stream(directories.split(" ", -1)).map(Path::of).toList()));
    return "";
  }

  /// In a platform thread, in a virtual one and in a pool's.
  private static String readInOtherThreads(String file)
      throws InterruptedException, ExecutionException {
    List<String> outcomes = new ArrayList<>();
    for (Thread.Builder kind : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
      CompletableFuture<String> one = new CompletableFuture<>();
      kind.start(() -> one.complete(outcome(new String[] {"read", file})));
      outcomes.add(one.get());
    }
    outcomes.add(CompletableFuture.supplyAsync(() -> outcome(new String[] {"read", file})).get());
    return outcomes.stream().distinct().toList().toString();
  }
}
