package ai.altertable.worker.metric;

import ai.altertable.engine.instance.InstanceUse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads what an engine's instances use, on a platform thread, and does without when that does not
/// come in time. There is one reading at a time, and so one thread, however long it takes and
/// however many ask. Safe for use by several threads.
final class InstanceReading {
  private static final Logger LOG = LoggerFactory.getLogger(InstanceReading.class);

  private final Supplier<InstanceUse> instances;
  private final Duration patience;
  private volatile @Nullable InstanceUse latest;

  // Guarded by this.
  private @Nullable CompletableFuture<InstanceUse> underWay;

  InstanceReading(Supplier<InstanceUse> instances, Duration patience) {
    this.instances = instances;
    this.patience = patience;
  }

  /// What the last [#refresh] has found; empty when it found nothing in time.
  Optional<InstanceUse> latest() {
    return Optional.ofNullable(latest);
  }

  /// Waits for the reading that is under way, or for a new one.
  void refresh() {
    try {
      latest = reading().get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException failure) {
      LOG.debug("the instances do not say what they use: {}", failure.toString());
      latest = null;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized CompletableFuture<InstanceUse> reading() {
    CompletableFuture<InstanceUse> present = underWay;
    if (present != null && !present.isDone()) {
      return present;
    }
    CompletableFuture<InstanceUse> fresh = new CompletableFuture<>();
    underWay = fresh;
    Thread.ofPlatform().daemon().name("worker-metrics").start(() -> read(fresh));
    return fresh;
  }

  private void read(CompletableFuture<InstanceUse> result) {
    try {
      result.complete(instances.get());
    } catch (RuntimeException | Error failure) {
      result.completeExceptionally(failure);
    }
  }
}
