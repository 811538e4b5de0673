package ai.altertable.engine.session;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Chores that are done from time to time, one round after the other: a round that waits for a dead
/// server is not joined by the next. Safe for use by several threads.
final class Housekeeping {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

  /// How often a chore that fails is taken up again within a round. Each of its failures is one
  /// session's, which it has given up: there may be others.
  private static final int ATTEMPTS_MAX = 100;

  private final List<Runnable> chores;
  private final AtomicBoolean busy = new AtomicBoolean();

  /// @param chores in their order; each may fail
  Housekeeping(Runnable... chores) {
    this.chores = List.of(chores);
  }

  /// Starts a round on a thread of its own, unless the last one is still at it.
  void startRound() {
    if (busy.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("engine-housekeeping").start(this::round);
    }
  }

  private void round() {
    try {
      chores.forEach(Housekeeping::complete);
    } finally {
      busy.set(false);
    }
  }

  private static void complete(Runnable chore) {
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      try {
        chore.run();
        return;
      } catch (RuntimeException failure) {
        LOG.error("looking after idle sessions and instances failed", failure);
      }
    }
  }
}
