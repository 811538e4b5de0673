package ai.altertable.engine.session;

import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.DuckDbFailure;
import ai.altertable.engine.capi.NativeStatement;
import ai.altertable.engine.error.DuckDbErrors;
import ai.altertable.engine.lakehouse.Leases;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.QueryResult;
import ai.altertable.foundation.session.StatementKind;
import ai.altertable.foundation.session.TransactionStatus;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Lets sessions of one principal commit small writes together (group commit): a commit costs a
/// dozen round trips to the metadata server and a sync of its disk, however many rows it brings.
///
/// Each statement stays one of its own: it sees what those before it did, and either all of it
/// counts or nothing. When one fails while it runs, the transaction is gone, and all of its
/// statements run by themselves.
final class SharedCommits {
  /// A statement failed in a way that ended the transaction of all.
  private static final class Aborted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RuntimeException why;

    private Aborted(RuntimeException why) {
      super(why);
      this.why = why;
    }
  }

  private final EngineServices services;
  private final Conversation conversation;
  private final Runner runner;
  private final Transactions transactions;

  SharedCommits(
      EngineServices services,
      Conversation conversation,
      Runner runner,
      Transactions transactions) {
    this.services = services;
    this.conversation = conversation;
    this.runner = runner;
    this.transactions = transactions;
  }

  /// Only for what is small for sure, and means the same on other connections of the same context.
  boolean suits(Execution execution, List<ManagedDatabase> targets) {
    return execution.kind() == StatementKind.INSERT
        && targets.size() == 1
        && conversation.status() == TransactionStatus.IDLE
        && !conversation.hasState()
        && execution.shape().insertsGivenRows();
  }

  /// Runs the statement, on the caller's thread or another one that leads.
  ///
  /// @return empty when the statement has to run by itself
  Optional<QueryResult> execute(Execution execution, ManagedDatabase target) {
    CommitQueues.Key key =
        new CommitQueues.Key(conversation.instance(), conversation.connection().context(), target);
    return services.commits().use(key, queue -> execute(queue, execution, target));
  }

  private Optional<QueryResult> execute(
      CommitQueue queue, Execution execution, ManagedDatabase target) {
    QueuedCommit mine = queue.add(execution);
    if (queue.awaitTurn(mine)) {
      lead(queue, mine, target);
    }
    Optional<QueryResult> outcome = mine.outcome();
    outcome.ifPresent(answer -> execution.operation().close());
    return outcome;
  }

  private void lead(CommitQueue queue, QueuedCommit mine, ManagedDatabase target) {
    List<QueuedCommit> together = List.of(mine);
    try (Leases leases = transactions.lease(List.of(target), mine.operation())) {
      together = queue.take();
      List<QueuedCommit> taken = together;
      services.threads().run(() -> commit(mine, taken, leases));
    } catch (PlatformException failure) {
      if (failure.code() == ErrorCode.METADATA_UNAVAILABLE && mine.isWaiting()) {
        // No lease: the others would find out the same, one after the other.
        together = queue.take();
      }
      together.forEach(one -> one.failed(failure));
    } catch (RuntimeException | Error failure) {
      together.forEach(one -> one.failed(new IllegalStateException("committing failed", failure)));
      throw failure;
    } finally {
      queue.leave(together);
    }
  }

  /// The one who leads may be stopped while its own statement runs, not while it works for others.
  /// On an engine thread, as all that follows.
  private void commit(QueuedCommit leader, List<QueuedCommit> together, Leases leases) {
    try {
      leader.operation().uninterrupted(() -> transactions.commit(() -> run(together), leases));
      together.forEach(QueuedCommit::committed);
      services.events().committedTogether(together.size());
    } catch (Aborted aborted) {
      if (together.size() > 1) {
        together.forEach(QueuedCommit::alone);
      } else {
        together.forEach(one -> one.failed(translated(aborted.why, one)));
      }
    }
  }

  private boolean run(List<QueuedCommit> together) {
    together.forEach(this::run);
    return true;
  }

  private void run(QueuedCommit one) {
    NativeStatement bound = bind(one);
    if (bound == null) {
      return;
    }
    try (bound) {
      Operation operation = one.operation();
      one.answered(operation.on(connection(), () -> runner.runBound(bound, one.execution())));
    } catch (DuckDbFailure | PlatformException failure) {
      throw new Aborted(failure);
    }
  }

  /// Null when the statement failed before it did anything.
  private @Nullable NativeStatement bind(QueuedCommit one) {
    try {
      one.operation().check();
    } catch (PlatformException stopped) {
      one.failed(stopped);
      return null;
    }
    NativeStatement bound;
    try {
      bound = prepare(one);
    } catch (DuckDbFailure failure) {
      requireTransaction(failure);
      one.failed(translated(failure, one));
      return null;
    }
    try {
      bound.bind(one.execution().bindings());
      return bound;
    } catch (PlatformException refused) {
      bound.close();
      one.failed(refused);
      return null;
    }
  }

  private NativeStatement prepare(QueuedCommit one) {
    Operation operation = one.operation();
    return operation.on(
        connection(),
        () -> operation.prepare(() -> connection().prepare(one.execution().shape().text())));
  }

  /// A statement that cannot be bound leaves the transaction as it was, unless the metadata server
  /// is away.
  private void requireTransaction(DuckDbFailure failure) {
    boolean lost = DuckDbErrors.translate(failure).code() == ErrorCode.METADATA_UNAVAILABLE;
    if (lost || connection().isTransactionAborted()) {
      throw new Aborted(failure);
    }
  }

  private static RuntimeException translated(RuntimeException failure, QueuedCommit one) {
    return failure instanceof DuckDbFailure ofEngine
        ? DuckDbErrors.translate(ofEngine, one.execution().shape().text())
        : failure;
  }

  private Connection connection() {
    return runner.connection();
  }
}
