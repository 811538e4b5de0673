package ai.altertable.engine.capi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// An open DuckDB database: one buffer pool, one scheduler, and the catalogs attached to it. Safe
/// for use by several threads.
///
/// DuckDB keeps what connections, statements and results still need, so the order of closing does
/// no harm; the database itself ends with the last of them.
public final class Database implements AutoCloseable {
  private static final long DISMISS_AGAIN_NANOS = 1_000_000;

  private final CApi api;
  private final Object gate = new Object();
  private long handle;
  private volatile boolean unsound;

  // Guarded by gate.
  private final Set<TaskWorker> workers = new HashSet<>();
  private boolean closing;

  Database(CApi api, long handle) {
    this.api = api;
    this.handle = handle;
  }

  /// A further connection, with the database's global settings. Takes about 0.2 ms.
  public Connection connect() {
    synchronized (gate) {
      if (handle == 0) {
        throw new IllegalStateException("the database is closed");
      }
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment connection = arena.allocate(ValueLayout.JAVA_LONG);
        if (api.instance().connect.call(handle, connection.address()) != 0) {
          throw new DuckDbFailure(
              DuckDbErrorType.CONNECTION, "Connection Error: DuckDB refused a connection");
        }
        return new Connection(api, this, connection.get(ValueLayout.JAVA_LONG, 0));
      }
    }
  }

  /// Whether a statement has failed in a way that must not happen (INTERNAL, FATAL): what is in
  /// memory may be wrong from then on, and nothing more is to be done here than to roll back and to
  /// close.
  public boolean isUnsound() {
    return unsound;
  }

  void foundUnsound() {
    unsound = true;
  }

  /// A further worker at the tasks of what runs here. It has to work: the database waits for it
  /// when it closes.
  ///
  /// @throws IllegalStateException when the database is closed
  public TaskWorker worker() {
    synchronized (gate) {
      if (handle == 0 || closing) {
        throw new IllegalStateException("the database is closed");
      }
      TaskWorker worker = new TaskWorker(api, this, api.task().createState.call(handle));
      workers.add(worker);
      return worker;
    }
  }

  void left(TaskWorker worker) {
    synchronized (gate) {
      workers.remove(worker);
    }
  }

  /// Says it again: a word may be lost on another one who waits.
  private void dismissWorkers() {
    while (true) {
      List<TaskWorker> present;
      synchronized (gate) {
        closing = true;
        present = List.copyOf(workers);
      }
      if (present.isEmpty()) {
        return;
      }
      present.forEach(TaskWorker::stop);
      LockSupport.parkNanos(DISMISS_AGAIN_NANOS);
    }
  }

  /// Idempotent.
  @Override
  public void close() {
    dismissWorkers();
    synchronized (gate) {
      CApi.destroy(api.instance().close, handle);
      handle = 0;
    }
  }
}
