package ai.altertable.engine.guard;

import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.Database;
import ai.altertable.engine.capi.DuckDb;
import ai.altertable.engine.capi.DuckDbFailure;
import ai.altertable.engine.lexer.SqlText;
import java.util.Map;
import java.util.Optional;

/// DuckDB's own parser, in an instance that has nothing attached and may reach nothing. One text at
/// a time; on an engine thread, as deep queries need its stack.
public final class QueryParser implements AutoCloseable {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "threads", "1",
          "memory_limit", "256MB",
          "enable_external_access", "false",
          "lock_configuration", "true");

  private final Database database;
  private final Connection connection;

  private QueryParser(Database database, Connection connection) {
    this.database = database;
    this.connection = connection;
  }

  public static QueryParser open(DuckDb duckDb) {
    Database database = duckDb.open(":memory:", SETTINGS);
    try {
      return new QueryParser(database, database.connect());
    } catch (RuntimeException | Error failure) {
      database.close();
      throw failure;
    }
  }

  /// A query as JSON; empty for other statements, and for what cannot be parsed.
  synchronized Optional<String> tree(String sql) {
    try {
      String tree =
          connection
              .query("SELECT json_serialize_sql(" + SqlText.literal(sql) + ")::VARCHAR")
              .getFirst()
              .text(0);
      return tree.startsWith("{\"error\":true") ? Optional.empty() : Optional.of(tree);
    } catch (DuckDbFailure unparsed) {
      return Optional.empty();
    }
  }

  @Override
  public synchronized void close() {
    connection.close();
    database.close();
  }
}
