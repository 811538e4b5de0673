package ai.altertable.engine.load;

import static ai.altertable.engine.lexer.SqlText.identifier;

import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.lakehouse.StorableTypes;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.FileFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The columns of an uploaded file, and how they become those of a table: by name, in any case.
final class Columns {
  private static final Pattern RENAMED = Pattern.compile("(.+)_\\d+");

  private final Connection connection;
  private final SourceFile source;
  private @Nullable Map<String, String> found;

  Columns(Connection connection, SourceFile source) {
    this.connection = connection;
    this.source = source;
  }

  /// Types by names, as the engine finds them out.
  Map<String, String> ofFile() {
    Map<String, String> known = found;
    if (known == null) {
      known = describe("FROM " + source.relation());
      known.keySet().forEach(Columns::requireText);
      found = known;
    }
    return known;
  }

  /// What is no text at all may still be read as CSV, of one column with an odd name.
  private static void requireText(String name) {
    if (name.indexOf('\0') >= 0) {
      throw new PlatformException(
          ErrorCode.MALFORMED_FILE,
          "the names of the file's columns hold zero bytes, so it is no text: upload CSV, JSON, JSON"
              + " lines or Parquet, and unpack archives before");
    }
  }

  /// The columns that a table made of the file has.
  Map<String, String> forNewTable() {
    return describe(withoutRows());
  }

  /// A query that gives these columns, and no rows. It does not read the file.
  String withoutRows() {
    String query =
        ofFile().entrySet().stream()
            .map(column ->
                "CAST(NULL AS %s) AS %s".formatted(column.getValue(), identifier(column.getKey())))
            .collect(Collectors.joining(", ", "SELECT ", " LIMIT 0"));
    return StorableTypes.narrowedQuery(connection, query).orElse(query);
  }

  private Map<String, String> describe(String query) {
    Map<String, String> columns = new LinkedHashMap<>();
    connection
        .query("SELECT column_name, column_type FROM (DESCRIBE " + query + ")")
        .forEach(row -> columns.put(row.text(0), row.text(1)));
    return columns;
  }

  /// The file's columns that the table has, with the table's types: what looks like a number in the
  /// file stays text when the table says so.
  Map<String, String> pinned(Map<String, String> table) {
    if (source.format() == FileFormat.PARQUET || hasRenamed()) {
      return Map.of();
    }
    Map<String, String> byName = lowerCase(table);
    Map<String, String> pinned = new LinkedHashMap<>();
    ofFile()
        .forEach((name, type) -> {
          String wanted = byName.get(name.toLowerCase(Locale.ROOT));
          if (wanted != null || source.format() == FileFormat.JSON) {
            pinned.put(name, wanted == null ? type : wanted);
          }
        });
    return pinned;
  }

  /// Whether DuckDB has renamed members of JSON objects whose names differ in case alone (`a` and
  /// `A`): told to read a column by its new name (`A_1`), it would look for a member of that name.
  private boolean hasRenamed() {
    Set<String> names = lowerCase(ofFile()).keySet();
    return source.format() == FileFormat.JSON
        && names.stream()
            .map(RENAMED::matcher)
            .anyMatch(renamed -> renamed.matches() && names.contains(renamed.group(1)));
  }

  /// A query that gives the table's columns in their order and types, NULL where the file has none.
  ///
  /// @param relation the file's
  /// @return empty when the file has columns that the table has not
  Optional<String> select(Map<String, String> table, String relation) {
    Map<String, String> names = new LinkedHashMap<>();
    ofFile().keySet().forEach(name -> names.put(name.toLowerCase(Locale.ROOT), name));
    if (!lowerCase(table).keySet().containsAll(names.keySet())) {
      return Optional.empty();
    }
    return Optional.of(
        table.entrySet().stream()
            .map(column -> {
              String name = names.get(column.getKey().toLowerCase(Locale.ROOT));
              return "CAST(%s AS %s) AS %s"
                  .formatted(
                      name == null ? "NULL" : identifier(name),
                      column.getValue(),
                      identifier(column.getKey()));
            })
            .collect(Collectors.joining(", ", "SELECT ", " FROM " + relation)));
  }

  private static Map<String, String> lowerCase(Map<String, String> columns) {
    Map<String, String> lower = new LinkedHashMap<>();
    columns.forEach((name, type) -> lower.put(name.toLowerCase(Locale.ROOT), type));
    return lower;
  }
}
