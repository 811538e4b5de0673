package ai.altertable.engine.load;

import static ai.altertable.engine.lexer.SqlText.identifier;
import static ai.altertable.engine.lexer.SqlText.literal;

import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.Row;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.session.FileLoad;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The table that a file is loaded into, as its catalog knows it. On the session's connection.
final class TargetTable {
  /// Names that DuckLake uses as directories as they are.
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_]+");

  private final Connection connection;
  private final ManagedDatabase database;
  private final String schema;
  private final String table;

  TargetTable(Connection connection, ManagedDatabase database, FileLoad load) {
    this.connection = connection;
    this.database = database;
    this.schema = load.schema();
    this.table = load.table();
  }

  String qualifiedName() {
    return qualifiedSchema() + "." + identifier(table);
  }

  String qualifiedSchema() {
    return identifier(database.name()) + "." + identifier(schema);
  }

  /// Types by names, in their order; none when there is no such table.
  Map<String, String> columns() {
    Map<String, String> columns = new LinkedHashMap<>();
    columnRows("column_name, data_type").forEach(row -> columns.put(row.text(0), row.text(1)));
    return columns;
  }

  /// Whether rows may be missing any column, and get NULL for it.
  boolean isUnconstrained() {
    return columnRows("(is_nullable AND coalesce(column_default, 'NULL') = 'NULL')::VARCHAR")
        .stream()
        .allMatch(row -> row.text(0).equals("true"));
  }

  private List<Row> columnRows(String selected) {
    return connection.query(
        """
        SELECT %s FROM duckdb_columns()
        WHERE lower(database_name) = lower(%s) AND lower(schema_name) = lower(%s)
          AND lower(table_name) = lower(%s)
        ORDER BY column_index
        """
            .formatted(selected, literal(database.name()), literal(schema), literal(table)));
  }

  /// The directory of all tables of the database.
  Path root() {
    return Path.of(database.dataPath());
  }

  boolean isPartitioned() {
    return !metadata(
            """
            SELECT p.table_id FROM %1$s.ducklake_partition_info p
            JOIN %1$s.ducklake_table t USING (table_id) JOIN %1$s.ducklake_schema s USING (schema_id)
            WHERE p.end_snapshot IS NULL AND %2$s AND %3$s
            """)
        .isEmpty();
  }

  /// Where the table's files are. Empty when only DuckLake can tell.
  ///
  /// @param made whether the table is about to be made
  Optional<Path> directory(boolean made) {
    String ofSchema =
        path(
            "SELECT path, path_is_relative::VARCHAR FROM %1$s.ducklake_schema s WHERE %2$s",
            schema);
    String ofTable =
        made
            ? plain(table)
            : path(
                "SELECT t.path, t.path_is_relative::VARCHAR FROM %1$s.ducklake_table t"
                    + " JOIN %1$s.ducklake_schema s USING (schema_id) WHERE %2$s AND %3$s",
                table);
    return ofSchema == null || ofTable == null
        ? Optional.empty()
        : Optional.of(root().resolve(ofSchema).resolve(ofTable));
  }

  /// Null when it is not below the database's directory, or cannot be foretold.
  private @Nullable String path(String query, String name) {
    List<Row> found = metadata(query);
    if (found.isEmpty()) {
      return plain(name);
    }
    return found.getFirst().text(1).equals("true") ? found.getFirst().text(0) : null;
  }

  private static @Nullable String plain(String name) {
    return PLAIN_NAME.matcher(name).matches() ? name : null;
  }

  private List<Row> metadata(String query) {
    String metadata =
        identifier("__ducklake_metadata_" + database.name())
            + "."
            + identifier(database.metadataSchema());
    return connection.query(
        query.formatted(
            metadata,
            "s.end_snapshot IS NULL AND lower(s.schema_name) = lower(%s)"
                .formatted(literal(schema)),
            "t.end_snapshot IS NULL AND lower(t.table_name) = lower(%s)"
                .formatted(literal(table))));
  }
}
