package ai.altertable.engine.session;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Small writes to one database that may share a commit, in the order in which they came. The first
/// of them leads: it waits for the lease, takes what has gathered behind it, and runs all of it.
/// Meanwhile the next one leads those that gather then, and waits for the lease already. Safe for
/// use by several threads.
final class CommitQueue {
  private static final int STATEMENTS_MAX = 64;
  private static final int CHARACTERS_MAX = 1 << 20;
  private static final long POLL_MILLIS = 50;

  private final Deque<QueuedCommit> queue = new ArrayDeque<>();

  synchronized QueuedCommit add(Execution execution) {
    QueuedCommit mine = new QueuedCommit(execution);
    queue.addLast(mine);
    return mine;
  }

  /// Waits until a leader has run the statement, or until it is the first.
  ///
  /// @return whether it is to lead; if so, its caller must [#leave]
  /// @throws PlatformException when its operation was stopped; it has left the queue then
  synchronized boolean awaitTurn(QueuedCommit mine) {
    boolean interrupted = false;
    try {
      while (!mine.isDecided()) {
        if (mine.isWaiting()) {
          stopIfUnwanted(mine);
          if (mine.equals(queue.peekFirst())) {
            return true;
          }
        }
        interrupted |= pauseInterrupted(mine);
      }
      return false;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void stopIfUnwanted(QueuedCommit mine) {
    try {
      mine.operation().check();
    } catch (PlatformException stopped) {
      leave(List.of(mine));
      throw stopped;
    }
  }

  /// Whether the wait was interrupted. A statement that a leader has taken waits on: its answer
  /// comes soon.
  // The caller looks again after each wait.
  @SuppressWarnings("WaitNotInLoop")
  private boolean pauseInterrupted(QueuedCommit mine) {
    try {
      wait(POLL_MILLIS);
      return false;
    } catch (InterruptedException interrupted) {
      if (mine.isWaiting()) {
        leave(List.of(mine));
        Thread.currentThread().interrupt();
        throw new PlatformException(
            ErrorCode.QUERY_CANCELLED, "interrupted while waiting to write", interrupted);
      }
      return true;
    }
  }

  /// What the leader is to run, itself first. Its caller must [#leave] for all of them.
  synchronized List<QueuedCommit> take() {
    List<QueuedCommit> taken = new ArrayList<>();
    int characters = 0;
    for (QueuedCommit next = queue.peekFirst(); next != null; next = queue.peekFirst()) {
      characters += next.execution().shape().text().length();
      if (taken.size() == STATEMENTS_MAX || (characters > CHARACTERS_MAX && !taken.isEmpty())) {
        break;
      }
      next.take();
      taken.add(queue.removeFirst());
    }
    notifyAll();
    return taken;
  }

  /// Those are done with, however it went.
  synchronized void leave(List<QueuedCommit> done) {
    queue.removeAll(done);
    done.forEach(QueuedCommit::decide);
    notifyAll();
  }
}
