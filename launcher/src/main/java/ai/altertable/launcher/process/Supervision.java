package ai.altertable.launcher.process;

import ai.altertable.foundation.error.PlatformException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The life of one supervised process. [#run] is the supervising thread; the other methods may be
/// called from any thread.
final class Supervision implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Supervision.class);

  private final String name;
  private final Supplier<ProcessSpec> plan;
  private final Backoff backoff;
  private final ProcessListener listener;
  private final Supervisor supervisor;
  private final AtomicReference<ProcessState> state =
      new AtomicReference<>(new ProcessState.Starting());

  /// Guards `stopping` and `child`, and that no child starts once stopping is set.
  private final Object lock = new Object();

  /// Held while a state is set and told, so that listeners see the states in order. Taken before
  /// the other lock, never after it.
  private final Object moving = new Object();

  private final AtomicInteger starts = new AtomicInteger();

  private boolean stopping;
  private @Nullable ChildProcess child;

  Supervision(
      String name,
      Supplier<ProcessSpec> plan,
      Backoff backoff,
      ProcessListener listener,
      Supervisor supervisor) {
    this.name = name;
    this.plan = plan;
    this.backoff = backoff;
    this.listener = listener;
    this.supervisor = supervisor;
  }

  String name() {
    return name;
  }

  ProcessState state() {
    return state.get();
  }

  /// How often the child was started anew, after the first time.
  int restarts() {
    return Math.max(0, starts.get() - 1);
  }

  @Override
  public void run() {
    try {
      while (runOnce()) {
        log.debug("{} starts again", name);
      }
    } catch (InterruptedException interrupted) {
      killNow();
      Thread.currentThread().interrupt();
      move(new ProcessState.Failed("its supervision was interrupted"));
    }
  }

  /// @return whether there is to be another run
  private boolean runOnce() throws InterruptedException {
    move(new ProcessState.Starting());
    starts.incrementAndGet();
    Instant started = supervisor.clock().instant();
    Optional<ProcessExit> exit = oneLife();
    if (exit.isEmpty()) {
      return false;
    }
    if (stopRequested()) {
      move(new ProcessState.Stopped());
      return false;
    }
    Instant ended = supervisor.clock().instant();
    Duration ran = Duration.between(started, ended);
    Optional<Duration> pause = backoff.afterRunOf(ran, listener.hasServed());
    if (pause.isEmpty()) {
      move(new ProcessState.Failed(exit.get() + " too many times in a row"));
      return false;
    }
    move(new ProcessState.BackingOff(ended.plus(pause.get()), exit.get()));
    if (stopRequestedWithin(pause.get())) {
      move(new ProcessState.Stopped());
      return false;
    }
    return true;
  }

  /// From the plan to the exit. Empty: the plan failed for good, and so has the supervision.
  private Optional<ProcessExit> oneLife() throws InterruptedException {
    ProcessSpec spec;
    try {
      spec = plan.get();
    } catch (RuntimeException failure) {
      log.debug("the plan of {} failed", name, failure);
      if (failure instanceof PlatformException known && known.code().retryable()) {
        return Optional.of(new ProcessExit.NotStarted(known.clientMessage()));
      }
      move(new ProcessState.Failed(String.valueOf(failure.getMessage())));
      return Optional.empty();
    }
    try {
      Optional<ChildProcess> started = startUnlessStopping(spec);
      if (started.isEmpty()) {
        return Optional.of(new ProcessExit.NotStarted("it was asked to stop"));
      }
      move(new ProcessState.Running(started.get().pid(), supervisor.clock().instant()));
      return Optional.of(new ProcessExit.Ended(started.get().await()));
    } catch (IOException refused) {
      return Optional.of(new ProcessExit.NotStarted(String.valueOf(refused.getMessage())));
    } finally {
      synchronized (lock) {
        child = null;
      }
    }
  }

  private Optional<ChildProcess> startUnlessStopping(ProcessSpec spec) throws IOException {
    synchronized (lock) {
      if (stopping) {
        return Optional.empty();
      }
      ChildProcess started = ChildProcess.start(name, spec, supervisor.session());
      child = started;
      return Optional.of(started);
    }
  }

  private boolean stopRequested() {
    synchronized (lock) {
      return stopping;
    }
  }

  private boolean stopRequestedWithin(Duration pause) throws InterruptedException {
    long until = System.nanoTime() + pause.toNanos();
    synchronized (lock) {
      for (long left = pause.toNanos(); !stopping && left > 0; left = until - System.nanoTime()) {
        lock.wait(left / 1_000_000, (int) (left % 1_000_000));
      }
      return stopping;
    }
  }

  /// Asks for the end, and waits for the child's, not for the supervising thread's.
  void stop() throws InterruptedException {
    Optional<ChildProcess> running;
    // Nobody can be told of the end before they have been told of the stopping.
    synchronized (moving) {
      synchronized (lock) {
        stopping = true;
        lock.notifyAll();
        running = Optional.ofNullable(child);
      }
      move(new ProcessState.Stopping());
    }
    if (running.isPresent()) {
      running.get().stop();
    }
  }

  /// For a caller that is interrupted: no waiting for an orderly end.
  void killNow() {
    ChildProcess running;
    synchronized (lock) {
      stopping = true;
      lock.notifyAll();
      running = child;
    }
    if (running != null) {
      try {
        running.kill();
      } catch (InterruptedException again) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Drops what is no legal move: anything after the end, and anything but the end once stopping.
  private void move(ProcessState next) {
    synchronized (moving) {
      ProcessState before = state.get();
      if (before.terminal() || (before instanceof ProcessState.Stopping && !next.terminal())) {
        return;
      }
      state.set(next);
      try {
        listener.changed(name, next);
      } catch (RuntimeException failure) {
        log.error("a listener of {} failed", name, failure);
      }
    }
  }
}
