package ai.altertable.engine.admission;

import java.util.concurrent.locks.LockSupport;

/// A place in a queue. One thread waits at it; any other may open it.
final class Turnstile {
  private final Thread waiting = Thread.currentThread();
  private final long since;
  private volatile boolean open;

  /// @param since when the wait began, in nanoseconds
  Turnstile(long since) {
    this.since = since;
  }

  long since() {
    return since;
  }

  void open() {
    open = true;
    LockSupport.unpark(waiting);
  }

  boolean isOpen() {
    return open;
  }

  /// Waits until it is open or some time has passed.
  void pass(long nanosMax) {
    if (!open) {
      LockSupport.parkNanos(this, nanosMax);
    }
  }
}
