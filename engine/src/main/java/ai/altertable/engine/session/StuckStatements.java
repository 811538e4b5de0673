package ai.altertable.engine.session;

import ai.altertable.engine.LastResort;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Watches operations that were told to stop, and ends the worker for one that computes on and on.
/// DuckDB's binder looks at no interrupt, and a text of a few hundred characters keeps it busy for
/// years, outside of all limits on memory.
///
/// What only waits (for a lease, for the metadata server, for its reader) or what must not be
/// stopped (COMMIT, ROLLBACK) is left alone. On the timer's thread.
public final class StuckStatements {
  /// What a stuck one has of a processor at least, however many others there are: a 20th.
  private static final int PART = 20;

  private final EngineTimer timer;
  private final Duration grace;
  private final LastResort lastResort;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  /// @param grace that an operation has to end
  public StuckStatements(EngineTimer timer, Duration grace, LastResort lastResort) {
    this.timer = timer;
    this.grace = grace;
    this.lastResort = lastResort;
  }

  /// @param thread null while nothing is under way that can be stopped
  private record Sample(@Nullable Thread thread, long cpuNanos) {
    boolean hasComputedFor(Duration time, Sample before) {
      return thread != null
          && thread.equals(before.thread)
          && cpuNanos - before.cpuNanos >= time.toNanos();
    }
  }

  /// Looks from time to time whether an operation that was told to stop has ended. Any thread.
  ///
  /// @param what it is, for the operator
  void watch(Operation operation, String what) {
    Sample before = sample(operation);
    timer.after(grace, () -> look(operation, what, before));
  }

  private void look(Operation operation, String what, Sample before) {
    if (operation.ended()) {
      return;
    }
    if (sample(operation).hasComputedFor(grace.dividedBy(PART), before)) {
      lastResort.endWorker(
          "%s was told to stop %d s ago or longer and computes on"
              .formatted(what, grace.toSeconds()));
    }
    watch(operation, what);
  }

  private Sample sample(Operation operation) {
    Thread thread = operation.computingThread();
    return new Sample(thread, thread == null ? 0 : threads.getThreadCpuTime(thread.threadId()));
  }
}
