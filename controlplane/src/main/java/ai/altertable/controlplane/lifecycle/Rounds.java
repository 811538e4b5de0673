package ai.altertable.controlplane.lifecycle;

import ai.altertable.foundation.error.PlatformException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does the same piece of work again and again, on a thread of its own: soon after it was asked
/// for, and at the latest after a while. Several that ask meanwhile get one round. A round that
/// fails is logged, and the next one comes as usual. Safe for use by several threads.
public final class Rounds implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

  private final String name;
  private final Duration gathering;
  private final Duration every;
  private final Runnable round;
  private final Thread thread;

  // Guarded by this.
  private boolean asked = true;
  private boolean closed;

  private Rounds(String name, Duration gathering, Duration every, Runnable round) {
    this.name = name;
    this.gathering = gathering;
    this.every = every;
    this.round = round;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  /// The first round comes at once.
  ///
  /// @param gathering how long to wait for more to ask before a round
  /// @param every how long without a round at most
  public static Rounds start(String name, Duration gathering, Duration every, Runnable round) {
    Rounds rounds = new Rounds(name, gathering, every, round);
    rounds.thread.start();
    return rounds;
  }

  /// Asks for a round that begins after this moment. Returns at once.
  public synchronized void ask() {
    asked = true;
    notifyAll();
  }

  private void run() {
    try {
      while (await()) {
        Thread.sleep(gathering);
        begin();
        once();
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean await() throws InterruptedException {
    long end = System.nanoTime() + every.toNanos();
    for (long left = every.toNanos();
        !asked && !closed && left > 0;
        left = end - System.nanoTime()) {
      wait(left / 1_000_000 + 1);
    }
    return !closed;
  }

  private synchronized void begin() {
    asked = false;
  }

  private void once() {
    try {
      round.run();
    } catch (PlatformException failure) {
      LOG.warn("{}: {}; it is tried again", name, failure.logLine());
    } catch (RuntimeException failure) {
      LOG.error("{} failed; it is tried again", name, failure);
    }
  }

  /// Returns when no round runs any more.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
