package ai.altertable.engine.lakehouse;

import static ai.altertable.engine.guard.SqlText.identifier;
import static ai.altertable.engine.guard.SqlText.literal;

import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.NativeResult;
import ai.altertable.engine.capi.NativeStatement;
import ai.altertable.engine.capi.Pending;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.FileFormat;
import ai.altertable.foundation.session.FileLoad;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Loads a file into a table, inside a transaction that its caller has begun. Used by the session's
/// thread. A run that failed with its transaction may be repeated.
public final class FileLoader {
  /// The longest JSON object that is read.
  private static final int JSON_OBJECT_BYTES_MAX = 64 << 20;

  private final Connection connection;
  private final FileLoad load;
  private final String table;

  public FileLoader(Connection connection, FileLoad load) {
    this.connection = connection;
    this.load = load;
    this.table =
        "%s.%s.%s"
            .formatted(
                identifier(load.catalog()), identifier(load.schema()), identifier(load.table()));
  }

  /// Looks at the beginning of the file. What cannot be read at all fails here, before anybody
  /// waits for a lease.
  public void inspect() {
    Map<String, String> columns = columns("FROM " + reader(Map.of()));
    if (load.format() == FileFormat.CSV && columns.size() == 1) {
      RaggedCsv.strictReader(load.file()).ifPresent(this::refuseRagged);
    }
  }

  private void refuseRagged(String strictReader) {
    connection.query("SELECT count(*) FROM " + strictReader);
    throw new PlatformException(
        ErrorCode.MALFORMED_FILE,
        "the columns of the CSV file cannot be told apart; give every row the same number of fields,"
            + " separated by commas, semicolons, tabs or |");
  }

  /// @return rows loaded
  public long run() {
    connection.execute(
        "CREATE SCHEMA IF NOT EXISTS %s.%s"
            .formatted(identifier(load.catalog()), identifier(load.schema())));
    switch (load.mode()) {
      case CREATE -> makeTable("CREATE TABLE");
      case OVERWRITE -> {
        connection.execute("DROP TABLE IF EXISTS " + table);
        makeTable("CREATE TABLE");
      }
      case CREATE_APPEND -> makeTable("CREATE TABLE IF NOT EXISTS");
      case APPEND -> {}
    }
    return append();
  }

  /// Makes the table from the file's columns, without rows.
  private void makeTable(String verb) {
    String columns = "FROM %s LIMIT 0".formatted(reader(Map.of()));
    connection.execute(
        "%s %s AS %s"
            .formatted(
                verb, table, WideIntegers.narrowedQuery(connection, columns).orElse(columns)));
  }

  private long append() {
    return change("INSERT INTO %s BY NAME FROM %s".formatted(table, reader(pinned())));
  }

  /// The file's columns that the table has, with the table's types: what looks like a number in the
  /// file stays text when the table says so.
  private Map<String, String> pinned() {
    if (load.format() == FileFormat.PARQUET) {
      return Map.of();
    }
    Map<String, String> ofTable = new LinkedHashMap<>();
    columns(table).forEach((name, type) -> ofTable.put(name.toLowerCase(Locale.ROOT), type));
    Map<String, String> pinned = new LinkedHashMap<>();
    columns("FROM " + reader(Map.of()))
        .forEach((name, type) -> {
          String wanted = ofTable.get(name.toLowerCase(Locale.ROOT));
          if (wanted != null || load.format() == FileFormat.JSON) {
            pinned.put(name, wanted == null ? type : wanted);
          }
        });
    return pinned;
  }

  private Map<String, String> columns(String relation) {
    Map<String, String> columns = new LinkedHashMap<>();
    connection
        .query("SELECT column_name, column_type FROM (DESCRIBE " + relation + ")")
        .forEach(row -> columns.put(row.text(0), row.text(1)));
    return columns;
  }

  private String reader(Map<String, String> pinned) {
    String file = literal(load.file().toString());
    return switch (load.format()) {
      case PARQUET -> "read_parquet(%s)".formatted(file);
      case CSV -> "read_csv(%s, skip = 0%s)".formatted(file, types("types", pinned));
      case JSON ->
          "read_json(%s, format = 'auto', maximum_object_size = %d%s)"
              .formatted(file, JSON_OBJECT_BYTES_MAX, types("columns", pinned));
    };
  }

  private static String types(String option, Map<String, String> pinned) {
    if (pinned.isEmpty()) {
      return "";
    }
    return pinned.entrySet().stream()
        .map(column -> literal(column.getKey()) + ": " + literal(column.getValue()))
        .collect(Collectors.joining(", ", ", " + option + " = {", "}"));
  }

  private long change(String sql) {
    try (NativeStatement statement = connection.prepare(sql);
        Pending pending = statement.pending();
        NativeResult result = pending.result()) {
      return result.changedRows();
    }
  }
}
