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
      throw new IllegalArgumentException("the pool needs at least 2 connections");
    }
    if (connectionTimeout.toMillis() < 250 || statementTimeout.toSeconds() < 1) {
      throw new IllegalArgumentException(
          "timeouts must be at least 250 ms for connections and 1 s for statements");
    }
  }

  public static DatabaseConfig defaults() {
    return new DatabaseConfig("altertable", 8, Duration.ofSeconds(5), Duration.ofSeconds(20));
  }
}
