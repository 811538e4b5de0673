package ai.altertable.engine.load;

import static ai.altertable.engine.lexer.SqlText.literal;

import ai.altertable.foundation.session.FileFormat;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/// An uploaded file as a relation of the engine.
record SourceFile(Path file, FileFormat format) {
  /// The longest JSON object that is read.
  private static final int JSON_OBJECT_BYTES_MAX = 64 << 20;

  /// @return what may stand after FROM; the types of the columns are found out
  String relation() {
    return relation(Map.of());
  }

  /// @param pinned types of columns by their names, which are not found out
  String relation(Map<String, String> pinned) {
    String path = literal(file.toString());
    return switch (format) {
      case PARQUET -> "read_parquet(%s)".formatted(path);
      case CSV -> "read_csv(%s, skip = 0%s)".formatted(path, types("types", pinned));
      case JSON ->
          "read_json(%s, format = 'auto', maximum_object_size = %d%s)"
              .formatted(path, JSON_OBJECT_BYTES_MAX, types("columns", pinned));
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
}
