package ai.altertable.launcher.backup;

import ai.altertable.launcher.postgres.PostgresEndpoint;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The files that the metadata of all managed databases names, at present or in an older snapshot.
///
/// @param needed sizes in bytes by name, without directories
/// @param scheduled names of those that are to be deleted, and may have been already
record NamedFiles(Map<String, Long> needed, List<String> scheduled) {
  private static final Duration ANSWER_WITHIN = Duration.ofMinutes(30);
  private static final int FETCH_ROWS = 10_000;

  private static final String SCHEMAS =
      """
      select quote_ident(nspname) from pg_class join pg_namespace n on n.oid = relnamespace
      where relname = 'ducklake_data_file' and relkind = 'r' order by 1
      """;

  /// @param lakehouse the database with the metadata
  static NamedFiles read(PostgresEndpoint endpoint, String lakehouse) throws SQLException {
    NamedFiles files = new NamedFiles(new HashMap<>(), new ArrayList<>());
    try (Connection connection = endpoint.connect(lakehouse, ANSWER_WITHIN)) {
      // Rows come in portions within a transaction only.
      connection.setAutoCommit(false);
      for (String schema : schemas(connection)) {
        files.collect(connection, schema);
      }
    }
    return files;
  }

  private static List<String> schemas(Connection connection) throws SQLException {
    List<String> schemas = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(SCHEMAS)) {
      while (rows.next()) {
        schemas.add(rows.getString(1));
      }
    }
    return schemas;
  }

  private void collect(Connection connection, String schema) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCH_ROWS);
      try (ResultSet rows = statement.executeQuery(files(schema))) {
        while (rows.next()) {
          needed.put(rows.getString(1), rows.getLong(2));
        }
      }
      try (ResultSet rows = statement.executeQuery(scheduled(schema))) {
        while (rows.next()) {
          scheduled.add(rows.getString(1));
        }
      }
    }
  }

  private static String files(String schema) {
    return """
    select regexp_replace(path, '^.*/', ''), file_size_bytes from %1$s.ducklake_data_file
    union all
    select regexp_replace(path, '^.*/', ''), file_size_bytes from %1$s.ducklake_delete_file
    """
        .formatted(schema);
  }

  private static String scheduled(String schema) {
    return "select regexp_replace(path, '^.*/', '') from %s.ducklake_files_scheduled_for_deletion"
        .formatted(schema);
  }
}
