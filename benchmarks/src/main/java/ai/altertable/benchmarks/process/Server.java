package ai.altertable.benchmarks.process;

import ai.altertable.benchmarks.client.Rest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One `./altertable start`, with all its processes.
public final class Server implements AutoCloseable {
  private static final String CREDENTIALS = "admin:benchmark-1";
  private static final Pattern ADDRESS = Pattern.compile(" +REST +(http://\\S+)");
  private static final String LAST_WORDS = "Ctrl-C";
  private static final long STOP_SECONDS = 60;

  private final Process process;
  private final Path data;
  private final Rest rest;

  private Server(Process process, Path data, Rest rest) {
    this.process = process;
    this.data = data;
    this.rest = rest;
  }

  /// Starts a server and waits until it is ready.
  ///
  /// @param data its data directory, new or used
  public static Server start(Settings settings, Path data) {
    ProcessBuilder command =
        new ProcessBuilder(
                List.of(
                    settings.home().resolve("altertable").toString(),
                    "start",
                    "--data-dir=" + data,
                    "--http-port=0",
                    "--registration-port=0",
                    "--user=" + CREDENTIALS,
                    "--worker-threads=" + settings.threads(),
                    "--worker-memory=" + settings.memoryMebibytes() + "MiB"))
            .directory(settings.home().toFile())
            .redirectErrorStream(true);
    command.environment().keySet().removeIf(name -> name.startsWith("ALTERTABLE_"));
    try {
      Process process = command.start();
      return new Server(process, data, new Rest(address(process), CREDENTIALS));
    } catch (IOException failure) {
      throw new UncheckedIOException("the server cannot be started", failure);
    }
  }

  private static InetSocketAddress address(Process process) throws IOException {
    BufferedReader lines = process.inputReader();
    StringBuilder output = new StringBuilder();
    URI address = null;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      output.append(line).append('\n');
      Matcher matcher = ADDRESS.matcher(line);
      if (matcher.matches()) {
        address = URI.create(matcher.group(1));
      }
      if (address != null && line.startsWith(LAST_WORDS)) {
        return new InetSocketAddress(address.getHost(), address.getPort());
      }
    }
    throw new IOException("the server has ended before it was ready:\n" + output);
  }

  public Rest rest() {
    return rest;
  }

  public Process process() {
    return process;
  }

  public ProcessTree processes() {
    return new ProcessTree(process.toHandle());
  }

  /// The files of a table of the default catalog.
  public List<Path> files(String table) {
    return Parquet.below(data.resolve("objects"), table);
  }

  /// Where its PostgreSQL listens, and as whom the baseline may enter.
  public PostgresLogin postgres() {
    try {
      List<String> postmaster = Files.readAllLines(data.resolve("postgres/cluster/postmaster.pid"));
      String password = Files.readString(data.resolve("keys/postgres-superuser")).strip();
      return new PostgresLogin(Integer.parseInt(postmaster.get(3).strip()), "postgres", password);
    } catch (IOException failure) {
      throw new UncheckedIOException("the server's PostgreSQL is not where it was", failure);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
