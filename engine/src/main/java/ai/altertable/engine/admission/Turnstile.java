package ai.altertable.engine.admission;

import java.util.concurrent.locks.LockSupport;

/// A place in a queue. One thread waits at it; any other may open it.
final class Turnstile {
  private final Thread waiting = Thread.currentThread();
  private volatile boolean open;

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
