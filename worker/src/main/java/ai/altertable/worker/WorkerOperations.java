package ai.altertable.worker;

import ai.altertable.rest.operation.Operations;
import ai.altertable.worker.metric.WorkerMetrics;
import java.util.concurrent.CompletableFuture;

/// How this worker is operated.
final class WorkerOperations implements Operations {
  private final WorkerMetrics metrics;

  WorkerOperations(WorkerMetrics metrics) {
    this.metrics = metrics;
  }

  /// On a platform thread, as a part of it comes from the engine.
  @Override
  public String metrics() {
    CompletableFuture<String> text = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("worker-metrics")
        .start(() -> {
          try {
            text.complete(metrics.encode());
          } catch (RuntimeException | Error failure) {
            text.completeExceptionally(failure);
          }
        });
    return text.join();
  }
}
