package ai.altertable.engine.lakehouse;

import static ai.altertable.engine.lexer.SqlText.identifier;
import static ai.altertable.engine.lexer.SqlText.literal;

import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.DuckDbFailure;
import ai.altertable.engine.error.DuckDbErrors;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A transaction on an engine connection. Before it first writes to a managed database it takes
/// that database's write lease, and keeps it to its end. Before it commits, the files that it wrote
/// are on the disk. Its snapshot carries the author's name and a mark, by which a commit whose
/// answer was lost is found again.
///
/// Confined to the session's thread, except [#keepsOthersOff].
public final class LakeTransaction {
  private static final Logger LOG = LoggerFactory.getLogger(LakeTransaction.class);
  private static final long OUTCOME_WITHIN_NANOS = 15_000_000_000L;
  private static final long OUTCOME_PAUSE_MILLIS = 250;

  private static final Pattern UNPLAIN = Pattern.compile("[^\\p{L}\\p{N}_.@-]|-(?=-)");

  private record Held(WriteLease lease, Instant since) {}

  private final Lakehouse lakehouse;
  private final Connection connection;
  private final String statement;
  private final String author;
  private final String mark = "altertable:" + UUID.randomUUID();
  private final Instant began = Instant.now();
  private final Map<ManagedDatabase, Held> held = new ConcurrentHashMap<>();

  private LakeTransaction(
      Lakehouse lakehouse, Connection connection, String statement, String author) {
    this.lakehouse = lakehouse;
    this.connection = connection;
    this.statement = statement;
    this.author = plain(author);
  }

  /// DuckLake puts the author, in quotes, wherever a user's text has `{AUTHOR}`, within quotes too:
  /// so nothing of a name may mean anything outside of them.
  static String plain(String name) {
    return UNPLAIN.matcher(name).replaceAll("_");
  }

  static LakeTransaction begin(
      Lakehouse lakehouse, Connection connection, String statement, String author) {
    var transaction = new LakeTransaction(lakehouse, connection, statement, author);
    transaction.begin();
    return transaction;
  }

  /// Begins anew, so that it sees what others have committed meanwhile. Only while nothing was done
  /// in it.
  ///
  /// @throws PlatformException when it cannot be begun; it is over then
  public void restart() {
    connection.rollBack();
    begin();
  }

  private void begin() {
    try {
      connection.begin(statement);
    } catch (DuckDbFailure failure) {
      throw DuckDbErrors.translate(failure, statement);
    }
  }

  public boolean holdsLease(ManagedDatabase database) {
    return held.containsKey(database);
  }

  /// Whether it has held a lease for so long that somebody else waits for. Any thread.
  public boolean keepsOthersOff(Duration longerThan) {
    return held.values().stream().anyMatch(one -> one.lease().keepsOthersOff(longerThan));
  }

  /// Takes leases over, to the transaction's end, before it first writes to their databases.
  ///
  /// @param mayBeOld whether the transaction may have read from the databases before: then its
  ///   snapshots must still be the newest
  /// @throws PlatformException SERIALIZATION_FAILURE when somebody else has committed since the
  ///   transaction's first read; METADATA_UNAVAILABLE
  public void willWrite(Leases leases, boolean mayBeOld) {
    Map<ManagedDatabase, WriteLease> taken = leases.take();
    Instant now = Instant.now();
    taken.forEach((database, lease) -> held.put(database, new Held(lease, now)));
    try {
      for (Map.Entry<ManagedDatabase, WriteLease> lease : taken.entrySet()) {
        if (mayBeOld) {
          requireNewestSnapshot(lease.getKey(), lease.getValue());
        }
        connection.execute(
            "CALL %s.set_commit_message(%s, NULL, extra_info => %s)"
                .formatted(identifier(lease.getKey().name()), literal(author), literal(mark)));
      }
    } catch (DuckDbFailure failure) {
      throw DuckDbErrors.translate(failure);
    }
  }

  private void requireNewestSnapshot(ManagedDatabase database, WriteLease lease) {
    long ours =
        connection
            .query("SELECT id FROM %s.current_snapshot()".formatted(identifier(database.name())))
            .getFirst()
            .integer(0);
    if (ours != lease.latestSnapshot()) {
      throw new PlatformException(
          ErrorCode.SERIALIZATION_FAILURE,
          ("catalog \"%s\" has changed since this transaction first read from it; roll back and"
                  + " run the transaction again")
              .formatted(database.name()));
    }
  }

  /// Ends the transaction, whatever comes of it.
  ///
  /// @throws PlatformException when nothing was committed; COMMIT_OUTCOME_UNKNOWN when that could
  ///   not be found out
  public void commit() {
    if (!connection.isCommittable()) {
      rollback();
      throw rolledBack();
    }
    long start = System.nanoTime();
    try (SecondNames.Kept files = secureFiles()) {
      commit(files);
      if (!held.isEmpty()) {
        lakehouse.events().committed(Duration.ofNanos(System.nanoTime() - start));
      }
    } catch (RuntimeException | Error failure) {
      connection.rollBack();
      throw failure;
    } finally {
      release();
    }
  }

  /// Tells the client that says COMMIT that there is nothing to commit.
  public static PlatformException rolledBack() {
    return new PlatformException(
        ErrorCode.TRANSACTION_ABORTED,
        "nothing was committed: a statement of the transaction had failed, so it was rolled back");
  }

  private void commit(SecondNames.Kept files) {
    try {
      connection.commit();
    } catch (DuckDbFailure failure) {
      connection.rollBack();
      PlatformException translated = DuckDbErrors.translate(failure);
      if (translated.code() == ErrorCode.SERIALIZATION_FAILURE || !landed(translated, files)) {
        throw translated;
      }
    }
  }

  /// Ends the transaction without a trace. Never fails.
  public void rollback() {
    try {
      connection.rollBack();
      held.forEach((database, one) ->
          AbandonedFiles.remove(lakehouse.files(database), one.lease(), one.since()));
    } finally {
      release();
    }
  }

  /// Brings the new files to the disk, and keeps them for the time of the commit.
  private SecondNames.Kept secureFiles() {
    try {
      List<Path> files = new ArrayList<>();
      held.keySet().forEach(database -> files.addAll(lakehouse.files(database).sync(began)));
      return lakehouse.secondNames().keep(files);
    } catch (UncheckedIOException failure) {
      throw new PlatformException(
          ErrorCode.DISK_FULL,
          "the object store could not bring the new files to its disk; nothing was committed",
          failure);
    }
  }

  /// Whether a commit took effect of which only a failure is known. If so, or if that cannot be
  /// found out, its files are there again.
  private boolean landed(PlatformException failure, SecondNames.Kept files) {
    boolean landed = true;
    try {
      landed = held.values().stream().anyMatch(one -> outcome(one.lease(), failure));
    } finally {
      if (landed) {
        files.giveBack();
      }
    }
    if (landed) {
      LOG.info("a commit whose answer was lost had taken effect: {}", failure.logLine());
    }
    return landed;
  }

  private boolean outcome(WriteLease lease, PlatformException failure) {
    long began = System.nanoTime();
    while (true) {
      try {
        return lease.committed(mark);
      } catch (PlatformException away) {
        if (System.nanoTime() - began > OUTCOME_WITHIN_NANOS || !pause()) {
          throw new PlatformException(
              ErrorCode.COMMIT_OUTCOME_UNKNOWN,
              "the metadata server went away during the commit, and whether the commit took effect"
                  + " could not be found out; look before you repeat it",
              failure);
        }
      }
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(OUTCOME_PAUSE_MILLIS);
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void release() {
    held.values().forEach(one -> one.lease().release());
    held.clear();
  }
}
