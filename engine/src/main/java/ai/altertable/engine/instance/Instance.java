package ai.altertable.engine.instance;

import static ai.altertable.engine.lexer.SqlText.identifier;
import static ai.altertable.engine.lexer.SqlText.literal;

import ai.altertable.engine.admission.Assisted;
import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.Database;
import ai.altertable.engine.capi.Row;
import ai.altertable.engine.capi.TaskWorker;
import ai.altertable.engine.disk.FileTree;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.lifecycle.DataSize;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A principal's DuckDB: its attached catalogs, and connections ready for its next statements. Safe
/// for use by several threads; its methods enter the engine.
public final class Instance implements Assisted {
  private static final Logger LOG = LoggerFactory.getLogger(Instance.class);
  private static final int IDLE_CONNECTIONS_MAX = 32;

  private static final String USE =
      """
      SELECT coalesce(sum(memory_usage_bytes), 0)::BIGINT,
        coalesce(sum(temporary_storage_bytes), 0)::BIGINT
      FROM duckdb_memory()
      """;

  private final InstanceKey key;
  private final Database database;
  private final Connection control;
  private final Path spill;
  private final Map<String, Attachment> attachments = new HashMap<>();

  // Guarded by this.
  private final Map<ConnectionContext, Deque<PooledConnection>> idle = new HashMap<>();
  private final Set<PooledConnection> lent = new HashSet<>();
  private int idleCount;
  private int users;
  private long idleSinceNanos = System.nanoTime();
  private boolean closed;

  /// Held while a limit is set, which may take a while: nobody who only asks for a connection waits
  /// for that.
  private final Object limits = new Object();

  // Guarded by limits.
  private @Nullable DataSize memory;
  private @Nullable DataSize disk;
  private boolean ended;

  /// @param spill the directory that it spills to, its own: deleted with it
  Instance(InstanceKey key, Database database, Connection control, Path spill) {
    this.key = key;
    this.database = database;
    this.control = control;
    this.spill = spill;
    for (Attachment attachment : key.attachments()) {
      attachments.put(attachment.name().toLowerCase(Locale.ROOT), attachment);
    }
  }

  @Override
  public Helper helper() {
    TaskWorker worker = database.worker();
    return new Helper() {
      @Override
      public void work() {
        worker.work();
      }

      @Override
      public void dismiss() {
        worker.stop();
      }
    };
  }

  public InstanceKey key() {
    return key;
  }

  /// The attached catalog of a name, in any case.
  public Optional<Attachment> attachment(String name) {
    return Optional.ofNullable(attachments.get(name.toLowerCase(Locale.ROOT)));
  }

  public List<Attachment> attachments() {
    return key.attachments();
  }

  /// A connection in a context, new or used before by a session that left no state on it.
  public PooledConnection borrow(ConnectionContext context) {
    PooledConnection ready = borrowReady(context).orElse(null);
    if (ready != null) {
      return ready;
    }
    Connection connection = database.connect();
    try {
      connection.execute(
          "USE %s.%s".formatted(identifier(context.catalog()), identifier(context.schema())));
      connection.execute("SET TimeZone = " + literal(context.timeZone().getId()));
      connection.execute(
          "SET enable_progress_bar = true; SET enable_progress_bar_print = false;"
              + " SET progress_bar_time = 0");
      PooledConnection made = new PooledConnection(connection, context);
      lend(made);
      return made;
    } catch (RuntimeException | Error failure) {
      connection.close();
      throw failure;
    }
  }

  private synchronized void lend(PooledConnection connection) {
    if (closed) {
      throw new PlatformException(ErrorCode.SHUTTING_DOWN, "the worker is shutting down");
    }
    lent.add(connection);
  }

  /// A connection that was used before, taken without entering the engine.
  public synchronized Optional<PooledConnection> borrowReady(ConnectionContext context) {
    Deque<PooledConnection> waiting = idle.get(context);
    PooledConnection ready = waiting == null ? null : waiting.pollFirst();
    if (ready != null) {
      idleCount--;
      lent.add(ready);
    }
    return Optional.ofNullable(ready);
  }

  /// Takes a connection back.
  ///
  /// @param clean whether it is as it was when it was borrowed
  public void giveBack(PooledConnection connection, boolean clean) {
    if (!clean || connection.connection().isBroken() || !putIdle(connection)) {
      connection.close();
      takeBack(connection);
    }
  }

  private synchronized boolean putIdle(PooledConnection connection) {
    if (closed || idleCount >= IDLE_CONNECTIONS_MAX) {
      return false;
    }
    lent.remove(connection);
    idle.computeIfAbsent(connection.context(), context -> new ArrayDeque<>()).addFirst(connection);
    idleCount++;
    return true;
  }

  private synchronized void takeBack(PooledConnection connection) {
    lent.remove(connection);
  }

  /// Whether the engine has failed in it: its sessions are to end, and it is to be closed with the
  /// last of them.
  public boolean isUnsound() {
    return database.isUnsound();
  }

  /// Counts a session that uses this instance; refuses when the instance is closed or unsound.
  synchronized boolean enter() {
    if (closed || isUnsound()) {
      return false;
    }
    users++;
    return true;
  }

  public synchronized void leave() {
    users--;
    idleSinceNanos = System.nanoTime();
  }

  /// Closes the instance if nobody has used it for a while.
  boolean closeIfIdle(long nanos) {
    if (!retireIfIdle(nanos)) {
      return false;
    }
    close();
    return true;
  }

  /// Lets nobody in any more if nobody has used the instance for a while; it is to be closed then.
  /// Does not enter the engine.
  synchronized boolean retireIfIdle(long nanos) {
    if (closed || users > 0 || System.nanoTime() - idleSinceNanos < nanos) {
      return false;
    }
    closed = true;
    return true;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /// When somebody has last used the instance, if nobody does: a `System.nanoTime`.
  synchronized long idleSinceNanos() {
    return idleSinceNanos;
  }

  /// Without effect on an instance that is closed.
  ///
  /// @throws ai.altertable.engine.capi.DuckDbFailure when more is in use; it is to be said again
  void limitMemory(DataSize limit) {
    synchronized (limits) {
      if (!ended && !limit.equals(memory)) {
        control.execute("SET memory_limit = '" + limit.bytes() + "B'");
        memory = limit;
      }
    }
  }

  /// As [#limitMemory], of the disk that it may spill to.
  void limitSpill(DataSize limit) {
    synchronized (limits) {
      if (!ended && !limit.equals(disk)) {
        control.execute("SET max_temp_directory_size = '" + limit.bytes() + "B'");
        disk = limit;
      }
    }
  }

  /// Nothing of an instance that is closed.
  InstanceUse use() {
    synchronized (limits) {
      if (ended) {
        return InstanceUse.NONE;
      }
      Row use = control.query(USE).getFirst();
      return new InstanceUse(1, use.integer(0), use.integer(1));
    }
  }

  /// Lends nothing more, and interrupts what runs at the moment. What is about to run escapes, so
  /// this is to be said again.
  ///
  /// @return whether connections are still lent out
  synchronized boolean interrupt() {
    closed = true;
    lent.forEach(connection -> connection.connection().interrupt());
    return !lent.isEmpty();
  }

  /// A connection that is lent out still keeps the engine's side of it open until it comes back.
  void close() {
    List<PooledConnection> connections = new ArrayList<>();
    synchronized (this) {
      closed = true;
      idle.values().forEach(connections::addAll);
      idle.clear();
      idleCount = 0;
    }
    connections.forEach(PooledConnection::close);
    synchronized (limits) {
      ended = true;
      control.close();
    }
    database.close();
    FileTree.delete(spill);
    LOG.debug("closed the instance of principal {}", key.principal());
  }
}
