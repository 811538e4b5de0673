package ai.altertable.engine.capi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// An open DuckDB database: one buffer pool, one scheduler, and the catalogs attached to it. Safe
/// for use by several threads.
///
/// DuckDB keeps what connections, statements and results still need, so the order of closing does
/// no harm; the database itself ends with the last of them.
public final class Database implements AutoCloseable {
  private final CApi api;
  private final Object gate = new Object();
  private long handle;

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
        return new Connection(api, connection.get(ValueLayout.JAVA_LONG, 0));
      }
    }
  }

  /// Idempotent.
  @Override
  public void close() {
    synchronized (gate) {
      CApi.destroy(api.instance().close, handle);
      handle = 0;
    }
  }
}
