package ai.altertable.worker;

import ai.altertable.engine.DuckDbEngine;
import ai.altertable.engine.session.OpenSession;
import ai.altertable.foundation.session.Ending;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A session that an administrator ends. Rolling back what it has written may take long, and goes
/// on when nobody waits for it any more.
final class EndedSession {
  private static final long POLL_MILLIS = 20;

  private final DuckDbEngine engine;
  private final OpenSession session;
  private final long orderedNanos = System.nanoTime();
  private final Thread ending;

  private EndedSession(DuckDbEngine engine, OpenSession session) {
    this.engine = engine;
    this.session = session;
    this.ending =
        Thread.ofVirtual()
            .name("session-end")
            .unstarted(() ->
                engine.endSession(session.principal().id(), session.id(), Ending.ADMINISTRATOR));
  }

  /// Gives the order, and returns at once.
  static EndedSession order(DuckDbEngine engine, OpenSession session) {
    EndedSession ended = new EndedSession(engine, session);
    ended.ending.start();
    return ended;
  }

  /// @return whether it has ended within the patience
  boolean await(Duration patience) {
    try {
      while (ending.isAlive() || isThere()) {
        if (sinceOrder().compareTo(patience) > 0) {
          return false;
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Duration sinceOrder() {
    return Duration.ofNanos(System.nanoTime() - orderedNanos);
  }

  /// A younger one of the same id is its client's next.
  private boolean isThere() {
    Duration old = sinceOrder();
    List<OpenSession> open = engine.openSessions();
    return open.stream()
        .filter(one -> one.since().compareTo(old) >= 0)
        .anyMatch(
            one -> one.id().equals(session.id()) && one.principal().equals(session.principal()));
  }
}
