package ai.altertable.systemtests.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/// One `altertable worker`: a worker that somebody runs themselves.
public final class RunningWorker implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private volatile String output = "";

  private RunningWorker(Process process) {
    this.process = process;
    Thread.ofVirtual().start(this::read);
  }

  static RunningWorker begin(ProcessBuilder command) {
    try {
      Process process = command.redirectErrorStream(true).start();
      process.getOutputStream().close();
      return new RunningWorker(process);
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
        throw new AssertionError("the worker did not end:\n" + output);
      }
    }
  }
}
