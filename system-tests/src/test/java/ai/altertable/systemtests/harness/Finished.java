package ai.altertable.systemtests.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// How a command ended, and what it said.
public record Finished(int status, String out, String err) {

  /// Runs a command to its end.
  ///
  /// @throws AssertionError when it has not ended in time; it is killed then
  public static Finished of(ProcessBuilder builder, Duration within) {
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      CompletableFuture<String> out = text(process.getInputStream());
      CompletableFuture<String> err = text(process.getErrorStream());
      if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError(
            "%s has not ended within %s; it said: %s%s"
                .formatted(builder.command(), within, out.join(), err.join()));
      }
      return new Finished(process.exitValue(), out.join(), err.join());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  private static CompletableFuture<String> text(InputStream stream) {
    CompletableFuture<String> text = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try (stream) {
            text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
          } catch (IOException closed) {
            text.complete("");
          }
        });
    return text;
  }

  /// Everything that it said.
  public String said() {
    return out + err;
  }

  /// This, if it succeeded.
  public Finished orFail() {
    if (status != 0) {
      throw new AssertionError("exit status " + status + ": " + said());
    }
    return this;
  }
}
