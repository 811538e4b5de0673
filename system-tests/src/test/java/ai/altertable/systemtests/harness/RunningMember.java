package ai.altertable.systemtests.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One `altertable worker` or `altertable gateway`: a member that somebody runs themselves.
public final class RunningMember implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern ADDRESS = Pattern.compile("REST +(https?://[^\\s\"]+)");

  private final Process process;
  private volatile String output = "";

  private RunningMember(Process process) {
    this.process = process;
    Thread.ofVirtual().start(this::read);
  }

  static RunningMember begin(ProcessBuilder command) {
    try {
      Process process = command.redirectErrorStream(true).start();
      process.getOutputStream().close();
      return new RunningMember(process);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Only the reading thread writes.
  @SuppressWarnings("NonAtomicOperationOnVolatileField")
  private void read() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output = output + line + "\n";
      }
    } catch (IOException killed) {
      output = output + "[" + killed.getMessage() + "]\n";
    }
  }

  /// What it has printed so far, which is its log.
  public String output() {
    return output;
  }

  /// A client of a gateway's, once that listens.
  ///
  /// @param credentials `name:password`
  public Http http(String credentials) {
    Wait.until(
        PATIENCE, "it listens or has ended", () -> address().isPresent() || !process.isAlive());
    return new Http(
        address().orElseThrow(() -> new AssertionError("it does not listen:\n" + output)),
        credentials);
  }

  private Optional<URI> address() {
    Matcher address = ADDRESS.matcher(output);
    return address.find() ? Optional.of(URI.create(address.group(1))) : Optional.empty();
  }

  public Proc process() {
    return new Proc(process.pid());
  }

  /// Ends it in good order, or at all if it does not.
  @Override
  public void close() {
    if (process.isAlive()) {
      process.destroy();
      if (!process().awaitEnd(PATIENCE)) {
        process().kill();
        throw new AssertionError("it did not end:\n" + output);
      }
    }
  }
}
