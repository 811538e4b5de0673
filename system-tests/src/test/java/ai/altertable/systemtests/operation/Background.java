package ai.altertable.systemtests.operation;

import ai.altertable.systemtests.harness.Answer;
import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.Query;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Requests that run while a test goes on.
final class Background implements AutoCloseable {
  /// Computes for longer than any test takes.
  static final String ENDLESS = "SELECT count(*) FROM range(1000000000000) t(i) WHERE i % 7 = 3";

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  CompletableFuture<Answer> query(Http client, Query query) {
    return CompletableFuture.supplyAsync(() -> client.query(query), threads);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
