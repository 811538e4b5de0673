package ai.altertable.engine.session;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Runs short things later, on one platform thread: deadlines, repeated interrupts, housekeeping.
public final class EngineTimer implements AutoCloseable {
  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().name("engine-timer").daemon().factory());

  public EngineTimer() {
    executor.setRemoveOnCancelPolicy(true);
  }

  /// Runs an action once; it must not throw.
  Timeout after(Duration delay, Runnable action) {
    ScheduledFuture<?> future = executor.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  /// Repeats an action; it must not throw.
  Timeout every(Duration period, Runnable action) {
    ScheduledFuture<?> future =
        executor.scheduleWithFixedDelay(
            action, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  /// Something that is still to come.
  interface Timeout {
    void cancel();
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
