package ai.altertable.engine.session;

import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.DuckDbFailure;
import ai.altertable.engine.capi.NativeResult;
import ai.altertable.engine.capi.NativeStatement;
import ai.altertable.engine.capi.Pending;
import ai.altertable.engine.capi.ResultKind;
import ai.altertable.engine.capi.Row;
import ai.altertable.engine.error.DuckDbErrors;
import ai.altertable.engine.instance.Attachment;
import ai.altertable.engine.lakehouse.FileLoader;
import ai.altertable.engine.lakehouse.LakeTransaction;
import ai.altertable.engine.lakehouse.Leases;
import ai.altertable.engine.result.ArrowBatches;
import ai.altertable.engine.result.BatchLimits;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.FileLoad;
import ai.altertable.foundation.session.QueryResult;
import ai.altertable.foundation.session.Rows;
import ai.altertable.foundation.session.StatementKind;
import ai.altertable.foundation.session.TransactionStatus;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Executes what a session asks, inside the engine: decides which transaction a statement belongs
/// to, and which write leases it needs. All methods run on an engine thread, one at a time.
final class Executions {
  /// A statement that lost a race has changed nothing and may simply run again.
  private static final int ATTEMPTS_MAX = 5;

  private static final long POLL_NANOS_MIN = 20_000;
  private static final long POLL_NANOS_MAX = 1_000_000;

  private final EngineServices services;
  private final Conversation conversation;
  private final String author;
  private @Nullable EngineRows open;

  Executions(EngineServices services, Conversation conversation, String author) {
    this.services = services;
    this.conversation = conversation;
    this.author = author;
  }

  NativeStatement bind(String sql, Operation operation) {
    try {
      return again(() -> connection().prepare(sql), operation);
    } catch (DuckDbFailure failure) {
      throw operation.explain(failed(DuckDbErrors.translate(failure, sql)));
    }
  }

  /// Waits for the write leases that the statement needs, on the caller's thread, then enters the
  /// engine with them. A write in a transaction of its own runs again when it lost a race.
  QueryResult execute(Execution execution) {
    List<ManagedDatabase> targets = targets(execution);
    for (int attempt = 1; ; attempt++) {
      try (Leases leases = lease(targets, execution.operation())) {
        return services.threads().call(() -> executeNow(execution, targets, leases));
      } catch (PlatformException failure) {
        if (failure.code() != ErrorCode.SERIALIZATION_FAILURE
            || conversation.status() != TransactionStatus.IDLE
            || execution.operation().ended()
            || attempt == ATTEMPTS_MAX) {
          throw failure;
        }
      }
    }
  }

  private Leases lease(List<ManagedDatabase> databases, Operation operation) {
    return services
        .lakehouse()
        .acquire(conversation.instance().key().metadata(), databases, operation::check);
  }

  /// The databases whose leases the statement needs and its transaction does not hold yet.
  private List<ManagedDatabase> targets(Execution execution) {
    List<Attachment> written =
        WriteTargets.of(
            execution.shape(),
            execution.kind(),
            conversation.instance().attachments(),
            this::currentCatalog);
    return written.stream()
        .map(Attachment::database)
        .filter(database ->
            conversation.transaction().filter(open -> open.holdsLease(database)).isEmpty())
        .toList();
  }

  private QueryResult executeNow(
      Execution execution, List<ManagedDatabase> targets, Leases leases) {
    Operation operation = execution.operation();
    try {
      operation.check();
      QueryResult result = dispatch(execution, targets, leases);
      if (!(result instanceof Rows)) {
        operation.close();
      }
      return result;
    } catch (DuckDbFailure failure) {
      throw operation.explain(failed(DuckDbErrors.translate(failure, execution.shape().text())));
    } catch (PlatformException failure) {
      throw operation.explain(failed(failure));
    }
  }

  private QueryResult dispatch(Execution execution, List<ManagedDatabase> targets, Leases leases) {
    if (execution.kind() == StatementKind.TRANSACTION) {
      return control(execution);
    }
    if (conversation.transactionExpired()) {
      throw expired();
    }
    if (execution.shape().leavesSessionState(execution.kind())) {
      // What was bound before may hold settings and names as they were.
      conversation.connection().forgetPrepared();
      conversation.markStateful();
    }
    LakeTransaction transaction = conversation.transaction().orElse(null);
    if (transaction != null) {
      transaction.willWrite(leases, conversation.transactionTouched());
      conversation.touchTransaction();
      return run(execution);
    }
    return targets.isEmpty()
        ? again(() -> run(execution), execution.operation())
        : commit(() -> runFresh(execution), leases);
  }

  private static PlatformException expired() {
    return new PlatformException(
        ErrorCode.TRANSACTION_ABORTED,
        "the transaction was rolled back because it was idle for too long; send ROLLBACK and begin"
            + " again");
  }

  /// Runs what only reads once more when the connection to the metadata server turns out to be
  /// lost: the next one is new.
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

  private QueryResult run(Execution execution) {
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
  private QueryResult runFresh(Execution execution) {
    try (NativeStatement fresh = connection().prepare(execution.shape().text())) {
      fresh.bind(execution.bindings());
      return answer(await(fresh.pending(), execution.operation()), execution);
    }
  }

  /// Runs a write in a transaction of its own.
  private <T> T commit(Supplier<T> work, Leases leases) {
    LakeTransaction transaction = beginTransaction();
    T result;
    try {
      transaction.willWrite(leases, false);
      result = work.get();
    } catch (RuntimeException | Error failure) {
      discardRows();
      transaction.rollback();
      throw failure;
    }
    try {
      transaction.commit();
    } catch (PlatformException failure) {
      discardRows();
      throw failure;
    }
    return result;
  }

  private LakeTransaction beginTransaction() {
    return services.lakehouse().begin(connection(), author);
  }

  private QueryResult control(Execution execution) {
    LakeTransaction transaction = conversation.transaction().orElse(null);
    switch (execution.shape().transactionControl()) {
      case BEGIN -> {
        if (transaction == null) {
          conversation.began(beginTransaction());
          return new QueryResult.Done();
        }
      }
      case COMMIT -> {
        if (transaction != null) {
          conversation.transactionEnded();
          transaction.commit();
          return new QueryResult.Done();
        }
        if (conversation.transactionExpired()) {
          conversation.transactionEnded();
          throw expired();
        }
      }
      case ROLLBACK -> {
        if (transaction != null) {
          transaction.rollback();
        }
        if (transaction != null || conversation.transactionExpired()) {
          conversation.transactionEnded();
          return new QueryResult.Done();
        }
      }
      case NONE -> {}
    }
    // What remains is refused by the engine in its own words.
    return run(execution);
  }

  private String currentCatalog() {
    return conversation.hasState()
        ? services.threads().call(this::currentNames).text(0)
        : conversation.connection().context().catalog();
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
    EngineRows rows =
        new EngineRows(
            services.threads(), this, batches, execution.options(), execution.operation());
    open = rows;
    rows.fillFirst();
    return rows;
  }

  long load(FileLoad load, Operation operation) {
    if (conversation.status() != TransactionStatus.IDLE) {
      throw new PlatformException(
          ErrorCode.SESSION_BUSY,
          "the session has an open transaction; end it before a file is loaded");
    }
    Attachment target =
        conversation
            .instance()
            .attachment(load.catalog())
            .orElseThrow(() -> catalogNotFound(load.catalog()));
    if (!target.writable()) {
      throw new PlatformException(
          ErrorCode.READ_ONLY, "catalog \"" + load.catalog() + "\" is read-only for you");
    }
    FileLoader loader = new FileLoader(connection(), load);
    services.threads().run(() -> inEngine(loader::inspect, operation));
    try (Leases leases = lease(List.of(target.database()), operation)) {
      return services.threads().call(() -> loadNow(loader, leases, operation));
    }
  }

  private long loadNow(FileLoader loader, Leases leases, Operation operation) {
    long[] rows = new long[1];
    inEngine(() -> rows[0] = commit(loader::run, leases), operation);
    return rows[0];
  }

  private static void inEngine(Runnable work, Operation operation) {
    try {
      operation.check();
      work.run();
    } catch (DuckDbFailure failure) {
      throw operation.explain(DuckDbErrors.translate(failure));
    } catch (PlatformException failure) {
      throw operation.explain(failure);
    }
  }

  static PlatformException catalogNotFound(String name) {
    return new PlatformException(
        ErrorCode.CATALOG_NOT_FOUND, "Catalog \"" + name + "\" does not exist");
  }

  Row currentNames() {
    return connection().query("SELECT current_catalog(), current_schema()").getFirst();
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
  private void discardRows() {
    EngineRows rows = open;
    if (rows != null) {
      rows.discard();
    }
  }

  private Connection connection() {
    return conversation.connection().connection();
  }
}
