package ai.altertable.engine.lakehouse;

import ai.altertable.engine.EngineEvents;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The right to write to one managed database: first a fair queue among this worker's sessions,
/// then a PostgreSQL advisory lock among workers, which dies with its connection. The control plane
/// has made functions for that lock, `lease.take()` and `lease.give_back()`, as the database's
/// owner may take no other.
///
/// A lost lock does not stop a commit under way. That is caught by the fence: each commit inserts
/// the next snapshot id, a primary key, and DuckLake's retries are off; so the loser of a race
/// fails.
///
/// While sessions of this worker wait, the PostgreSQL lock passes from one to the next without
/// being given back, at most [#HANDOVERS_MAX] times, so that other workers get their turn.
public final class WriteLease {
  private static final Logger LOG = LoggerFactory.getLogger(WriteLease.class);
  private static final int HANDOVERS_MAX = 16;
  private static final long QUEUE_POLL_MILLIS = 50;
  private static final long DISCONNECT_WITHIN_SECONDS = 5;
  private static final String LOCK_TIMEOUT = "250ms";
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final ManagedDatabase database;
  private final MetadataConnections connections;
  private final EngineEvents events;
  private final Semaphore turn = new Semaphore(1, true);

  // Guarded by `turn`, but for a disconnect that has waited for long.
  private volatile @Nullable Connection connection;
  private boolean locked;
  private int handovers;

  private volatile long takenNanos;
  private volatile @Nullable UUID holder;

  /// The principals of those that wait for the lease, each as often as it does.
  private final List<UUID> waiting = new CopyOnWriteArrayList<>();

  WriteLease(ManagedDatabase database, MetadataConnections connections, EngineEvents events) {
    this.events = events;
    this.database = database;
    this.connections = connections;
  }

  /// Waits for the lease. The holder must [#release] it.
  ///
  /// @param principal for whom
  /// @throws PlatformException METADATA_UNAVAILABLE, or what the interruption throws
  public void acquire(UUID principal, Interruption interruption) {
    long began = System.nanoTime();
    waiting.add(principal);
    try {
      awaitTurn(interruption);
    } finally {
      waiting.remove(principal);
    }
    try {
      lock(interruption);
      takenNanos = System.nanoTime();
      holder = principal;
      events.leaseTaken(Duration.ofNanos(takenNanos - began));
    } catch (RuntimeException | Error failure) {
      turn.release();
      throw failure;
    }
  }

  /// Whether somebody else waits for the lease that its holder has had for so long. Any thread.
  boolean keepsOthersOff(Duration longerThan) {
    UUID present = holder;
    return present != null
        && System.nanoTime() - takenNanos > longerThan.toNanos()
        && waiting.stream().anyMatch(other -> !other.equals(present));
  }

  public void release() {
    holder = null;
    events.leaseGivenBack(Duration.ofNanos(System.nanoTime() - takenNanos));
    try {
      boolean handOver = turn.hasQueuedThreads() && handovers < HANDOVERS_MAX;
      handovers = handOver ? handovers + 1 : 0;
      if (!handOver) {
        unlock();
      }
    } finally {
      turn.release();
    }
    giveBackIfNobodyWaits();
  }

  /// Whoever the lock was handed to may have given up in the same moment.
  private void giveBackIfNobodyWaits() {
    if (!turn.hasQueuedThreads() && turn.tryAcquire()) {
      try {
        handovers = 0;
        unlock();
      } finally {
        turn.release();
      }
    }
  }

  /// The newest snapshot of the database. Only for the holder.
  public long latestSnapshot() {
    return query(
        "SELECT max(snapshot_id) FROM %s.ducklake_snapshot".formatted(quotedSchema()), null);
  }

  /// Finds out how a commit ended whose answer was lost. Only for the holder. First ends whatever
  /// backends still work on a write of this database, so that the answer stays true.
  ///
  /// @param commit the mark that the transaction left in its snapshot
  /// @throws PlatformException METADATA_UNAVAILABLE while it cannot be told
  public boolean committed(String commit) {
    long alive =
        query(
            """
            SELECT count(*) FILTER (WHERE NOT pg_terminate_backend(pid, 5000)) FROM pg_stat_activity
            WHERE usename = current_user AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()
            """,
            null);
    if (alive > 0) {
      throw new PlatformException(
          ErrorCode.METADATA_UNAVAILABLE, "a commit is still under way in the metadata server");
    }
    return query(
            "SELECT count(*) FROM %s.ducklake_snapshot_changes WHERE commit_extra_info = ?"
                .formatted(quotedSchema()),
            commit)
        > 0;
  }

  /// Which of some files the metadata names, as data or as rows that were deleted, at present or in
  /// an older snapshot. Only for the holder.
  ///
  /// @param files by their names, without directories
  /// @throws PlatformException METADATA_UNAVAILABLE, also when the lease was lost meanwhile: others
  ///   may be writing
  Set<String> named(Set<String> files) {
    Connection present = connection;
    if (!locked || present == null) {
      throw new PlatformException(
          ErrorCode.METADATA_UNAVAILABLE,
          "the write lease of catalog \"%s\" is lost".formatted(database.name()));
    }
    String sql =
        """
        WITH files(path) AS (
          SELECT path FROM %1$s.ducklake_data_file
          UNION ALL SELECT path FROM %1$s.ducklake_delete_file
          UNION ALL SELECT path FROM %1$s.ducklake_files_scheduled_for_deletion)
        SELECT DISTINCT regexp_replace(path, '^.*/', '') FROM files
        WHERE regexp_replace(path, '^.*/', '') = ANY (?)
        """
            .formatted(quotedSchema());
    try (PreparedStatement statement = present.prepareStatement(sql)) {
      statement.setArray(1, present.createArrayOf("text", files.toArray()));
      return names(statement);
    } catch (SQLException failure) {
      throw unavailable(failure);
    }
  }

  private static Set<String> names(PreparedStatement statement) throws SQLException {
    Set<String> names = new HashSet<>();
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        names.add(result.getString(1));
      }
    }
    return names;
  }

  /// Waits a little for the holder to finish; then its connection is cut, which gives the lock
  /// back.
  void disconnect() {
    boolean mine = false;
    try {
      mine = turn.tryAcquire(DISCONNECT_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    try {
      forget();
    } finally {
      if (mine) {
        turn.release();
      }
    }
  }

  private void awaitTurn(Interruption interruption) {
    try {
      while (!turn.tryAcquire(QUEUE_POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        interruption.check();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      giveBackIfNobodyWaits();
      throw new PlatformException(
          ErrorCode.QUERY_CANCELLED, "interrupted while waiting to write", interrupted);
    } catch (PlatformException stopped) {
      giveBackIfNobodyWaits();
      throw stopped;
    }
  }

  private void lock(Interruption interruption) {
    boolean reconnected = false;
    while (!locked) {
      interruption.check();
      try {
        tryLock();
      } catch (SQLException failure) {
        if (LOCK_NOT_AVAILABLE.equals(failure.getSQLState())) {
          continue;
        }
        forget();
        if (reconnected) {
          throw unavailable(failure);
        }
        reconnected = true;
      }
    }
    if (handovers > 0 && !alive()) {
      forget();
      handovers = 0;
      lock(interruption);
    }
  }

  private void tryLock() throws SQLException {
    try (Statement statement = open().createStatement()) {
      statement.execute("SELECT lease.take()");
      locked = true;
    }
  }

  private Connection open() throws SQLException {
    Connection present = connection;
    if (present == null) {
      present = connections.open(database);
      connection = present;
      try (Statement statement = present.createStatement()) {
        statement.execute("SET lock_timeout = '" + LOCK_TIMEOUT + "'");
      }
    }
    return present;
  }

  private boolean alive() {
    try (Statement statement = open().createStatement()) {
      return statement.execute("SELECT 1");
    } catch (SQLException lost) {
      LOG.debug(
          "the write lease of {} lost its connection: {}", database.name(), lost.getMessage());
      return false;
    }
  }

  private void unlock() {
    Connection present = connection;
    if (!locked || present == null) {
      return;
    }
    locked = false;
    try (Statement statement = present.createStatement()) {
      statement.execute("SELECT lease.give_back()");
    } catch (SQLException lost) {
      forget();
    }
  }

  private void forget() {
    Connection present = connection;
    connection = null;
    locked = false;
    if (present != null) {
      try {
        present.close();
      } catch (SQLException alreadyGone) {
        LOG.trace("closing a lost connection: {}", alreadyGone.getMessage());
      }
    }
  }

  private long query(String sql, @Nullable String argument) {
    try {
      return run(sql, argument);
    } catch (SQLException lost) {
      forget();
    }
    try {
      return run(sql, argument);
    } catch (SQLException failure) {
      forget();
      throw unavailable(failure);
    }
  }

  private long run(String sql, @Nullable String argument) throws SQLException {
    try (PreparedStatement statement = open().prepareStatement(sql)) {
      if (argument != null) {
        statement.setString(1, argument);
      }
      try (ResultSet result = statement.executeQuery()) {
        return result.next() ? result.getLong(1) : 0;
      }
    }
  }

  private PlatformException unavailable(SQLException failure) {
    return new PlatformException(
        ErrorCode.METADATA_UNAVAILABLE,
        "the metadata of catalog \"%s\" cannot be reached; try again".formatted(database.name()),
        failure);
  }

  private String quotedSchema() {
    return '"' + database.metadataSchema().replace("\"", "\"\"") + '"';
  }
}
