package ai.altertable.engine.session;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.QueryResult;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A statement that waits to be committed with others, and what became of it. Its fields change on
/// the thread that leads; the queue's monitor shows them to the thread that waits.
final class QueuedCommit {
  /// ```
  /// WAITING ──▶ TAKEN ──▶ COMMITTED | FAILED | ALONE
  ///    └──────────────────▶ FAILED
  /// ```
  private enum State {
    WAITING,
    TAKEN,
    COMMITTED,
    FAILED,
    ALONE
  }

  private final Execution execution;
  private State state = State.WAITING;
  private boolean decided;
  private @Nullable QueryResult result;
  private @Nullable RuntimeException failure;

  QueuedCommit(Execution execution) {
    this.execution = execution;
  }

  Execution execution() {
    return execution;
  }

  Operation operation() {
    return execution.operation();
  }

  boolean isWaiting() {
    return state == State.WAITING;
  }

  void take() {
    state = State.TAKEN;
  }

  private boolean isOpen() {
    return state == State.WAITING || state == State.TAKEN;
  }

  /// Whether [#outcome] may be asked.
  boolean isDecided() {
    return decided;
  }

  /// The leader has left it; its outcome stands.
  void decide() {
    decided = true;
  }

  /// The statement has run; whether it counts, its transaction's end will tell.
  void answered(QueryResult answer) {
    result = answer;
  }

  /// The transaction has ended well. Without effect on a statement that had failed.
  void committed() {
    if (isOpen()) {
      state = State.COMMITTED;
    }
  }

  /// Nothing of the statement remains. Without effect on one that had failed. What was stopped for
  /// another's sake runs by itself.
  void failed(RuntimeException why) {
    if (isOfAnother(why)) {
      alone();
    } else if (isOpen()) {
      state = State.FAILED;
      failure = why instanceof PlatformException known ? operation().explain(known) : why;
    }
  }

  private boolean isOfAnother(RuntimeException why) {
    return why instanceof PlatformException known
        && known.code() == ErrorCode.QUERY_CANCELLED
        && !operation().wasStopped();
  }

  /// Nothing of the statement remains because of another one: it is to run by itself. Without
  /// effect on one that had failed.
  void alone() {
    if (isOpen()) {
      state = State.ALONE;
    }
  }

  /// @return the statement's answer; empty when it has to run by itself
  Optional<QueryResult> outcome() {
    if (failure != null) {
      throw failure;
    }
    return switch (state) {
      case COMMITTED -> Optional.of(Objects.requireNonNull(result));
      case ALONE -> Optional.empty();
      case WAITING, TAKEN, FAILED -> throw new IllegalStateException("not decided: " + state);
    };
  }
}
