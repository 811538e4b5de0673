package ai.altertable.engine.session;

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
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.QueryResult;
import ai.altertable.foundation.session.StatementKind;
import ai.altertable.foundation.session.TransactionStatus;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs single statements on a session's connection, and keeps hold of the rows that they deliver.
/// All methods run on an engine thread, one at a time.
final class Runner {
  private static final long POLL_NANOS_MIN = 20_000;
  private static final long POLL_NANOS_MAX = 1_000_000;

  private final EngineServices services;
  private final Conversation conversation;
  private @Nullable EngineRows open;

  Runner(EngineServices services, Conversation conversation) {
    this.services = services;
    this.conversation = conversation;
  }

  Connection connection() {
    return conversation.connection().connection();
  }

  NativeStatement bind(String sql, Operation operation) {
    try {
      return again(() -> connection().prepare(sql), operation);
    } catch (DuckDbFailure failure) {
      throw operation.explain(failed(DuckDbErrors.translate(failure, sql)));
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

  /// Runs what only reads once more when the connection to the metadata server turns out to be
  /// lost: the next one is new.
  <T> T again(Supplier<T> reading, Operation operation) {
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

  QueryResult run(Execution execution) {
    NativeStatement bound = execution.bound();
    if (bound == null) {
      return runFresh(execution);
    }
    bound.bind(execution.bindings());
    Pending pending =
        execution.kind() == StatementKind.SELECT ? bound.pendingStreaming() : bound.pending();
    return answer(await(pending, execution.operation()), execution);
  }

  /// Binds the statement anew, where it now runs: DuckDB's own binding again of a statement that
  /// was bound against an older state of a lakehouse catalog does not always work.
  QueryResult runFresh(Execution execution) {
    try (NativeStatement fresh = connection().prepare(execution.shape().text())) {
      fresh.bind(execution.bindings());
      return runBound(fresh, execution);
    }
  }

  /// Runs a statement that has its values.
  QueryResult runBound(NativeStatement bound, Execution execution) {
    return answer(await(bound.pending(), execution.operation()), execution);
  }

  /// Drives an execution until there is a result, looking between its steps whether it is still
  /// wanted.
  private static NativeResult await(Pending pending, Operation operation) {
    try (pending) {
      long pause = POLL_NANOS_MIN;
      while (true) {
        operation.check();
        switch (pending.executeTask()) {
          case READY -> {
            return pending.result();
          }
          case NOT_READY -> pause = POLL_NANOS_MIN;
          case NO_TASKS_AVAILABLE -> {
            LockSupport.parkNanos(pause);
            pause = Math.min(pause * 2, POLL_NANOS_MAX);
          }
        }
      }
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
    return rows;
  }

  /// Notes a failure inside a transaction. DuckDB keeps some transactions alive after an error (a
  /// statement that could not be bound), and aborts others: it is asked.
  PlatformException failed(PlatformException failure) {
    if (conversation.status() == TransactionStatus.ACTIVE) {
      try {
        connection().execute("SELECT 1");
      } catch (DuckDbFailure aborted) {
        conversation.transactionFailed();
      }
    }
    return failure;
  }

  void closed(EngineRows rows) {
    if (rows.equals(open)) {
      open = null;
    }
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
