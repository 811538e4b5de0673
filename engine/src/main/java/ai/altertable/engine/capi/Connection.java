package ai.altertable.engine.capi;

import ai.altertable.foundation.session.QueryProgress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// A connection to a DuckDB database, with its own transaction, settings and temporary objects.
///
/// One thread at a time, a platform thread, except [#interrupt] and [#progress], which any thread
/// may call at any moment, also while the connection closes.
///
/// A connection has one stream: executing anything ends the rows that are still open on it, which
/// then fail.
public final class Connection implements AutoCloseable {
  private static final int ROLLBACK_ATTEMPTS_MAX = 100;
  private static final long ROLLBACK_PAUSE_NANOS = 5_000_000;

  private final CApi api;
  private final Database database;

  /// Held while another thread's call is inside DuckDB, and while the handle is given up: never
  /// while a statement runs.
  private final Object gate = new Object();

  private long handle;

  /// Counts what ends a stream; the stream of the latest count is alive.
  private long streams;

  private long executions;
  private boolean broken;
  private boolean aborted;

  Connection(CApi api, Database database, long handle) {
    this.api = api;
    this.database = database;
    this.handle = handle;
  }

  /// Runs statements of our own, several of them when separated by semicolons, to completion; rows
  /// are dropped.
  ///
  /// @throws DuckDbFailure what the first failing one says
  public void execute(String sql) {
    run(sql).close();
  }

  /// Begins a transaction.
  ///
  /// @param statement that does so
  public void begin(String statement) {
    execute(statement);
    aborted = false;
  }

  /// Whether the open transaction can only be rolled back, as one of its statements has failed.
  /// DuckDB would go on, and commit what remains: where it is not to invalidate a database, it does
  /// not invalidate transactions either (1.5.5, `ValidChecker::IsInvalidated`).
  public boolean isTransactionAborted() {
    return aborted;
  }

  /// Whether what the transaction has written may be committed: no statement of it has failed, and
  /// none at all inside the engine ([Database#isUnsound]).
  public boolean isCommittable() {
    return !aborted && !database.isUnsound();
  }

  /// Commits the transaction, without keeping a core busy while another server is waited for.
  ///
  /// @throws DuckDbFailure what stands in the way; the transaction is over then too, unless it was
  ///   not [#isCommittable]
  public void commit() {
    if (!isCommittable()) {
      throw new DuckDbFailure(
          DuckDbErrorType.TRANSACTION, "TransactionContext Error: Current transaction is aborted");
    }
    try (NativeStatement statement = prepare("COMMIT");
        Pending pending = statement.pending();
        NativeResult result = pending.await(() -> {})) {
      result.changedRows();
    }
  }

  /// Runs a statement of our own and reads all its rows. Columns must be text, integers up to 64
  /// bits, DOUBLE or BOOLEAN; others are to be cast.
  public List<Row> query(String sql) {
    try (NativeResult result = run(sql)) {
      return SmallRows.read(result);
    }
  }

  /// Rolls an open transaction back. Never fails: a connection that cannot even do that
  /// [#isBroken].
  public void rollBack() {
    for (int attempt = 1; attempt <= ROLLBACK_ATTEMPTS_MAX; attempt++) {
      try {
        execute("ROLLBACK");
        return;
      } catch (DuckDbFailure failure) {
        if (failure.text().contains("no transaction is active")) {
          return;
        }
        if (failure.type() != DuckDbErrorType.INTERRUPT) {
          break;
        }
        LockSupport.parkNanos(ROLLBACK_PAUSE_NANOS);
      }
    }
    broken = true;
  }

  /// Whether it has to be given up.
  public boolean isBroken() {
    return broken || database.isUnsound();
  }

  /// Notes the failure of a statement that has begun to run, on its way to the caller.
  DuckDbFailure noteFailed(DuckDbFailure failure) {
    aborted = true;
    return noteIfUnsound(failure);
  }

  /// The same for one that has not.
  DuckDbFailure noteRefused(DuckDbFailure failure) {
    aborted |= failure.type().abortsTransaction();
    return noteIfUnsound(failure);
  }

  private DuckDbFailure noteIfUnsound(DuckDbFailure failure) {
    if (failure.type() == DuckDbErrorType.FATAL || failure.type() == DuckDbErrorType.INTERNAL) {
      database.foundUnsound();
    }
    return failure;
  }

  /// Runs a statement of our own that changes rows, or copies them.
  ///
  /// @return how many
  public long change(String sql, Driver driver) {
    try (NativeStatement statement = prepare(sql);
        Pending pending = statement.pending();
        NativeResult result = driver.drive(pending)) {
      return result.changedRows();
    }
  }

  /// Prepares one statement. A PIVOT without IN becomes several statements in DuckDB's parser: such
  /// a script is prepared when it is executed.
  ///
  /// @throws DuckDbFailure when it cannot be parsed or bound, or is empty
  public NativeStatement prepare(String sql) {
    return Extracted.prepare(api, this, sql);
  }

  /// Asks what runs on this connection to stop, be it executing or delivering rows: it then fails
  /// as INTERRUPT. Without effect when nothing runs, also on what starts later. Any thread.
  public void interrupt() {
    synchronized (gate) {
      if (handle != 0) {
        api.instance().interrupt.call(handle);
      }
    }
  }

  /// Stops what runs, for good: what it may have done already must not be committed.
  void giveUp() {
    aborted = true;
    interrupt();
  }

  /// How far the running statement is; empty when none runs or DuckDB cannot tell. Any thread.
  /// DuckDB keeps count only while the connection's `enable_progress_bar` is on, from
  /// `progress_bar_time` milliseconds after the start, and prints unless
  /// `enable_progress_bar_print` is off.
  public Optional<QueryProgress> progress() {
    synchronized (gate) {
      return handle == 0 ? Optional.empty() : askProgress();
    }
  }

  private Optional<QueryProgress> askProgress() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment progress = api.instance().progress.call(arena, handle);
      double percentage = progress.get(ValueLayout.JAVA_DOUBLE, 0);
      if (percentage < 0) {
        return Optional.empty();
      }
      return Optional.of(
          new QueryProgress(
              Math.min(percentage, 100),
              progress.get(ValueLayout.JAVA_LONG, 8),
              progress.get(ValueLayout.JAVA_LONG, 16)));
    }
  }

  /// Rolls back an open transaction and gives the connection up. Statements and results of it must
  /// be closed too, before or after. Idempotent.
  @Override
  public void close() {
    long last;
    synchronized (gate) {
      last = handle;
      handle = 0;
    }
    CApi.destroy(api.instance().disconnect, last);
  }

  long handle() {
    if (handle == 0) {
      throw new IllegalStateException("the connection is closed");
    }
    return handle;
  }

  /// Preparing a statement ends the stream that is open.
  void endStream() {
    streams++;
  }

  /// An execution ends the stream that is open, and begins its own.
  ///
  /// @return which stream is its own
  long nextStream() {
    executions++;
    return ++streams;
  }

  boolean isAlive(long stream) {
    return streams == stream;
  }

  /// How many executions were started.
  long executions() {
    return executions;
  }

  private NativeResult run(String sql) {
    try (Arena arena = Arena.ofConfined()) {
      long own = handle();
      long text = SqlText.allocate(arena, sql);
      long stream = nextStream();
      ResultHandle result = ResultHandle.allocate(api);
      long state = api.statement().query.call(own, text, result.address());
      return result.checked(state, this, stream);
    }
  }
}
