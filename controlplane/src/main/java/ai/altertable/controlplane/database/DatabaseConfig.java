package ai.altertable.controlplane.database;

import java.time.Duration;

/// How the control plane uses the database that holds its own state.
///
/// @param database its name; made at the first start when the role may do so
/// @param connectionsMax size of the pool
/// @param connectionTimeout how long a caller waits for a connection, so also how long a restart of
///   PostgreSQL may take without callers noticing
/// @param statementTimeout the longest a statement may take
public record DatabaseConfig(
    String database, int connectionsMax, Duration connectionTimeout, Duration statementTimeout) {
  public DatabaseConfig {
    PrivateDatabase.checkName(database);
    if (connectionsMax < 2) {
      throw new IllegalArgumentException(
          "connectionsMax must be at least 2, not " + connectionsMax);
    }
    if (connectionTimeout.toMillis() < 250) {
      throw new IllegalArgumentException(
          "connectionTimeout must be at least 250 ms, not " + connectionTimeout);
    }
    if (statementTimeout.toSeconds() < 1) {
      throw new IllegalArgumentException(
          "statementTimeout must be at least 1 s, not " + statementTimeout);
    }
  }

  public static DatabaseConfig defaults() {
    return new DatabaseConfig("altertable", 8, Duration.ofSeconds(5), Duration.ofSeconds(20));
  }
}
