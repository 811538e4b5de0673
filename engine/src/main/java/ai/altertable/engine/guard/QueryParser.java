package ai.altertable.engine.guard;

import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.Database;
import ai.altertable.engine.capi.DuckDb;
import ai.altertable.engine.capi.DuckDbFailure;
import ai.altertable.engine.error.DuckDbErrors;
import ai.altertable.engine.lexer.SqlText;
import ai.altertable.foundation.error.PlatformException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// DuckDB's own parser, in an instance that has nothing attached and may reach nothing. One text at
/// a time; on an engine thread, as deep queries need its stack.
public final class QueryParser implements AutoCloseable {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "threads", "1",
          "memory_limit", "256MB",
          "enable_external_access", "false",
          "lock_configuration", "true");

  private static final Logger LOG = LoggerFactory.getLogger(QueryParser.class);

  private final DuckDb duckDb;

  // Guarded by this.
  private Database database;
  private Connection connection;

  private QueryParser(DuckDb duckDb) {
    this.duckDb = duckDb;
    this.database = duckDb.open(":memory:", SETTINGS);
    this.connection = connect(database);
  }

  private static Connection connect(Database database) {
    try {
      return database.connect();
    } catch (RuntimeException | Error failure) {
      database.close();
      throw failure;
    }
  }

  public static QueryParser open(DuckDb duckDb) {
    return new QueryParser(duckDb);
  }

  /// A fatal error is for ever.
  private void renew() {
    close();
    database = duckDb.open(":memory:", SETTINGS);
    connection = connect(database);
  }

  /// A query as JSON; empty for other statements, and for what cannot be parsed.
  ///
  /// @throws PlatformException when the parser itself fails, for want of memory for example
  synchronized Optional<String> tree(String sql) {
    try {
      String tree =
          connection
              .query("SELECT json_serialize_sql(" + SqlText.literal(sql) + ")::VARCHAR")
              .getFirst()
              .text(0);
      return tree.startsWith("{\"error\":true") ? Optional.empty() : Optional.of(tree);
    } catch (DuckDbFailure failure) {
      return switch (failure.type()) {
        case OUT_OF_MEMORY, FATAL, INTERNAL, INTERRUPT, IO -> {
          LOG.warn("the engine's parser failed: {}", failure.type());
          renew();
          throw DuckDbErrors.translate(failure);
        }
        default -> Optional.empty();
      };
    }
  }

  @Override
  public synchronized void close() {
    connection.close();
    database.close();
  }
}
