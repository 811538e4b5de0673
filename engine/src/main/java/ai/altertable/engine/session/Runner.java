package ai.altertable.engine.session;

import ai.altertable.engine.capi.Chunk;
import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.DuckDbFailure;
import ai.altertable.engine.capi.NativeResult;
import ai.altertable.engine.capi.NativeStatement;
import ai.altertable.engine.capi.Pending;
import ai.altertable.engine.capi.ResultKind;
import ai.altertable.engine.capi.Row;
import ai.altertable.engine.error.DuckDbErrors;
import ai.altertable.engine.result.ArrowBatches;
import ai.altertable.engine.result.BatchLimits;
import ai.altertable.engine.statement.StatementShape;
import ai.altertable.engine.statement.StatementShape.TransactionControl;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.QueryResult;
import ai.altertable.foundation.session.StatementKind;
import ai.altertable.foundation.session.TransactionStatus;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs single statements on a session's connection, and keeps hold of the rows that they deliver.
/// All methods run on an engine thread, one at a time.
final class Runner {
  private static final int REASON_ATTEMPTS_MAX = 3;

  private final EngineServices services;
  private final Conversation conversation;

  /// Rows that are still being delivered. They may end on a thread that fetches ahead.
  private volatile @Nullable EngineRows open;

  /// Whether the rows are read in a transaction that is nobody else's.
  private boolean ownTransaction;

  Runner(EngineServices services, Conversation conversation) {
    this.services = services;
    this.conversation = conversation;
  }

  Connection connection() {
    return conversation.connection().connection();
  }

  NativeStatement bind(StatementShape shape, Operation operation) {
    if (shape.transactionControl() == TransactionControl.NONE) {
      conversation.requireNotFailed();
    }
    try {
      return again(() -> prepare(shape, operation), operation);
    } catch (DuckDbFailure failure) {
      throw operation.explain(failed(DuckDbErrors.translate(failure, shape.text())));
    }
  }

  /// @throws PlatformException when it was told to stop meanwhile
  private NativeStatement prepare(StatementShape shape, Operation operation) {
    Supplier<NativeStatement> preparing = () -> connection().prepare(shape.text());
    NativeStatement bound =
        shape.maintains() ? operation.inside(preparing) : operation.prepare(preparing);
    try {
      operation.check();
      return bound;
    } catch (PlatformException stopped) {
      bound.close();
      throw stopped;
    }
  }

  /// Runs a query of our own, which only reads.
  List<Row> queryOwn(String sql) {
    try {
      return connection().query(sql);
    } catch (DuckDbFailure failure) {
      throw failed(DuckDbErrors.translate(failure));
    }
  }

  private <T> T again(Supplier<T> reading, Operation operation) {
    try {
      return reading.get();
    } catch (DuckDbFailure failure) {
      boolean lost = DuckDbErrors.translate(failure).code() == ErrorCode.METADATA_UNAVAILABLE;
      if (!lost || conversation.status() != TransactionStatus.IDLE) {
        throw failure;
      }
      operation.check();
      return reading.get();
    }
  }

  /// Runs what only reads, in a transaction of its own: once more when the connection to the
  /// metadata server turns out to be lost, for the next one is new.
  QueryResult read(Execution execution) {
    return again(
        () -> isToBeBound(execution) ? readInTransaction(execution) : run(execution),
        execution.operation());
  }

  private boolean isToBeBound(Execution execution) {
    NativeStatement bound = execution.binding().statement();
    return execution.kind() == StatementKind.SELECT
        && execution.shape().looksIntoCatalog()
        && conversation.status() == TransactionStatus.IDLE
        && (bound == null || bound.bindsAgain());
  }

  /// Binds and runs in one transaction, which ends with the rows: each transaction asks the
  /// metadata server for the newest snapshot.
  private QueryResult readInTransaction(Execution execution) {
    Operation operation = execution.operation();
    operation.runUninterrupted(() -> {
      connection().begin("BEGIN TRANSACTION");
      ownTransaction = true;
    });
    try {
      return run(execution);
    } catch (RuntimeException | Error failure) {
      endOwnTransaction(operation, false);
      throw failure;
    }
  }

  /// Ends the transaction of the rows that were read.
  ///
  /// @throws DuckDbFailure when it cannot be committed; it is over then as well
  private void endOwnTransaction(Operation operation, boolean commit) {
    if (ownTransaction) {
      ownTransaction = false;
      operation.runUninterrupted(() -> endTransaction(commit));
    }
  }

  private void endTransaction(boolean commit) {
    if (!commit || conversation.isLost()) {
      connection().rollBack();
      return;
    }
    try {
      connection().commit();
    } catch (DuckDbFailure failure) {
      connection().rollBack();
      throw failure;
    }
  }

  QueryResult run(Execution execution) {
    NativeStatement bound = execution.binding().statement();
    if (bound == null) {
      bound = prepare(execution.shape(), execution.operation());
      execution.binding().bound(bound);
    }
    bound.bind(execution.bindings());
    return answer(drive(start(bound, execution), execution.operation()), execution);
  }

  /// Starts an execution. What has its work done before it starts, a script or the maintenance of a
  /// catalog, takes the time that this takes.
  private static Pending start(NativeStatement bound, Execution execution) {
    Supplier<Pending> starting =
        execution.kind() == StatementKind.SELECT ? bound::pendingStreaming : bound::pending;
    boolean works = bound.kind() == StatementKind.MULTIPLE || execution.shape().maintains();
    return works ? execution.operation().inside(starting) : execution.operation().prepare(starting);
  }

  /// Binds the statement anew, where it now runs: DuckDB's own binding again of a statement that
  /// was bound against an older state of a lakehouse catalog does not always work.
  QueryResult runFresh(Execution execution) {
    try (NativeStatement fresh = prepare(execution.shape(), execution.operation())) {
      fresh.bind(execution.bindings());
      return runBound(fresh, execution);
    }
  }

  /// Runs a statement that has its values.
  QueryResult runBound(NativeStatement bound, Execution execution) {
    return answer(drive(start(bound, execution), execution.operation()), execution);
  }

  private static NativeResult drive(Pending pending, Operation operation) {
    try (pending) {
      return operation.drive(pending);
    }
  }

  private QueryResult answer(NativeResult result, Execution execution) {
    if (result.kind() != ResultKind.ROWS) {
      try (result) {
        return result.kind() == ResultKind.CHANGED_ROWS
            ? new QueryResult.Changed(result.changedRows())
            : new QueryResult.Done();
      }
    }
    ArrowBatches batches = new ArrowBatches(result, services.allocator(), BatchLimits.DEFAULT);
    EngineRows rows = new EngineRows(services.threads(), this, batches, execution);
    open = rows;
    rows.fillFirst();
    if (execution.kind() != StatementKind.SELECT) {
      requireWhole(rows);
    }
    return rows;
  }

  /// Rows tell what a statement has done. Where they cannot be had, it must not have been done.
  private void requireWhole(EngineRows rows) {
    try {
      rows.requireFilled();
    } catch (PlatformException failure) {
      conversation.transactionFailed();
      throw failure;
    }
  }

  /// Notes a failure inside a transaction.
  PlatformException failed(PlatformException failure) {
    if (conversation.status() == TransactionStatus.ACTIVE && connection().isTransactionAborted()) {
      conversation.transactionFailed();
    }
    return failure;
  }

  /// Finds out why rows could not be delivered. When a thread of the engine fails, the one that
  /// fetches may meet the interrupt that ends the others, and then the engine forgets the reason
  /// (DuckDB 1.5.5, `StreamQueryResult::FetchNextInternal`). So the statement runs once more.
  PlatformException lostReason(Execution execution) {
    for (int attempt = 1; attempt <= REASON_ATTEMPTS_MAX; attempt++) {
      try {
        if (conversation.status() == TransactionStatus.IDLE) {
          drain(execution);
        }
        break;
      } catch (DuckDbFailure failure) {
        PlatformException reason = DuckDbErrors.translate(failure, execution.shape().text());
        if (reason.code() != ErrorCode.QUERY_CANCELLED) {
          return reason;
        }
      } catch (PlatformException stopped) {
        return stopped;
      }
    }
    return new PlatformException(
        ErrorCode.INTERNAL, "the statement failed, and the engine has lost the reason");
  }

  /// Runs a statement for its failure alone.
  private void drain(Execution execution) {
    try (NativeStatement fresh = prepare(execution.shape(), execution.operation())) {
      fresh.bind(execution.bindings());
      try (NativeResult result = drive(start(fresh, execution), execution.operation())) {
        for (Chunk chunk = result.fetch(); chunk != null; chunk = result.fetch()) {
          chunk.close();
          execution.operation().check();
        }
      }
    }
  }

  /// The rows have come to their end.
  ///
  /// @throws DuckDbFailure when the transaction that they were read in cannot be committed
  void finished(Operation operation) {
    endOwnTransaction(operation, true);
  }

  /// The rows are done with, however they ended. On an engine thread, unless they had [#finished].
  void closed(EngineRows rows, Operation operation) {
    if (rows.equals(open)) {
      open = null;
    }
    endOwnTransaction(operation, false);
  }

  /// Rolls the transaction back that keeps others from writing. While rows are delivered, for
  /// nothing else happens in the session then.
  void expireOverdue() {
    conversation.expireTransaction(Expiry.OVERDUE);
  }

  /// Closes the rows that are still being delivered.
  void closeRows() {
    EngineRows rows = open;
    if (rows != null) {
      rows.close();
    }
  }

  /// Drops the rows of a write that came to nothing.
  void discardRows() {
    EngineRows rows = open;
    if (rows != null) {
      rows.discard();
    }
  }
}
