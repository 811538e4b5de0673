package ai.altertable.controlplane.catalog;

import static ai.altertable.foundation.lifecycle.Bounds.requirePositive;

import ai.altertable.controlplane.database.PrivateDatabase;
import java.time.Duration;

/// The PostgreSQL database that keeps the metadata of managed databases, and what each of its roles
/// may use.
///
/// @param database its name; made at the first start when the role may do so
/// @param ownerConnectionsMax per managed database, all workers together
/// @param readerConnectionsMax per managed database, all workers together
/// @param statementTimeout the longest that one statement on metadata may take
/// @param idleInTransactionTimeout how long a transaction may wait between statements. A query
///   keeps one open while it reads Parquet, so this is longer than any query may run
public record LakehouseConfig(
    String database,
    int ownerConnectionsMax,
    int readerConnectionsMax,
    Duration statementTimeout,
    Duration idleInTransactionTimeout) {
  public LakehouseConfig {
    PrivateDatabase.checkName(database);
    requirePositive("ownerConnectionsMax", ownerConnectionsMax);
    requirePositive("readerConnectionsMax", readerConnectionsMax);
    requireSecond("statementTimeout", statementTimeout);
    requireSecond("idleInTransactionTimeout", idleInTransactionTimeout);
  }

  private static void requireSecond(String name, Duration value) {
    if (value.toMillis() < 1000) {
      throw new IllegalArgumentException(name + " must be at least 1 s, not " + value);
    }
  }

  /// A role has connections for a worker that is full: 48 statements, 56 that its instances keep
  /// open, 16 open transactions of each of three users, and the write lease.
  public static LakehouseConfig defaults() {
    return new LakehouseConfig("lakehouse", 160, 160, Duration.ofMinutes(5), Duration.ofHours(2));
  }
}
