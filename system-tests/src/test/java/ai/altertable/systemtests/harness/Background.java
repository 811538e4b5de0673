package ai.altertable.systemtests.harness;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Requests that run while a test goes on.
public final class Background implements AutoCloseable {
  /// Computes for longer than any test takes.
  public static final String ENDLESS =
      "SELECT count(*) FROM range(1000000000000) t(i) WHERE i % 7 = 3";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  public CompletableFuture<Answer> query(Http client, Query query) {
    return CompletableFuture.supplyAsync(() -> client.query(query), threads);
  }

  /// Waits until some long statements compute. That they are in the log does not tell: there they
  /// are as soon as they have come.
  public static void awaitComputing(Http administrator, int statements) {
    String line = "state=\"long_computing\",worker=\"hosted-1\"} " + statements;
    Wait.until(
        PATIENCE,
        statements + " statements compute",
        () -> administrator.get("/metrics").body().contains(line));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
