package ai.altertable.launcher.process;

import ai.altertable.foundation.lifecycle.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntConsumer;

/// The child's end of the pipe that ties it to the server. The server writes at most a first line
/// and then nothing; the pipe ends when the server stops the child, or is no more, even by `kill
/// -9`.
///
/// The server's end is [ProcessSpec#firstInput] and the supervision.
public final class Lifeline {
  private static final int ENDED_IN_TIME = 0;
  private static final int ENDED_BY_FORCE = 1;

  private final InputStream pipe;
  private final IntConsumer halt;

  Lifeline(InputStream pipe, IntConsumer halt) {
    this.pipe = pipe;
    this.halt = halt;
  }

  /// The one of this process. Nothing else may read standard input.
  public static Lifeline ofThisProcess() {
    return new Lifeline(System.in, status -> Runtime.getRuntime().halt(status));
  }

  /// Reads the first input, one line, waiting for it. Call before [#watch].
  ///
  /// @return empty when the pipe ended before a line did
  public Optional<Secret> firstLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = pipe.read(); next != '\n'; next = pipe.read()) {
      if (next < 0) {
        return Optional.empty();
      }
      line.write(next);
    }
    return Optional.of(new Secret(line.toString(StandardCharsets.UTF_8)));
  }

  /// Watches the pipe from a daemon thread. When it ends, runs the given action, and ends this
  /// process when the action is done, or after the given time if it is not.
  public void watch(Duration within, Runnable end) {
    Thread.ofPlatform()
        .daemon()
        .name("lifeline")
        .start(() -> {
          awaitEnd();
          halt.accept(endedWithin(within, end) ? ENDED_IN_TIME : ENDED_BY_FORCE);
        });
  }

  @SuppressWarnings("StatementWithEmptyBody")
  private void awaitEnd() {
    try {
      byte[] ignored = new byte[256];
      while (pipe.read(ignored) >= 0) {
        // Nothing is expected here; only the end counts.
      }
    } catch (IOException broken) {
      // A pipe that cannot be read is as gone as one that has ended.
      return;
    }
  }

  private static boolean endedWithin(Duration within, Runnable end) {
    Thread ending = Thread.ofPlatform().daemon().name("lifeline-end").start(end);
    try {
      return ending.join(within);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
