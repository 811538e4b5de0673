package ai.altertable.engine.guard;

import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.Row;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What a running engine has by name, in lower case.
public final class EngineNames {
  private static final Map<Subject, String> QUERIES =
      Map.of(
          Subject.FUNCTION,
          "SELECT function_name FROM duckdb_functions() WHERE function_type <> 'pragma'",
          Subject.PRAGMA,
          "SELECT function_name FROM duckdb_functions() WHERE function_type = 'pragma'",
          Subject.SETTING,
          "SELECT name FROM duckdb_settings()",
          Subject.VIEW,
          "SELECT view_name FROM duckdb_views() WHERE internal",
          // Any of them might begin one.
          Subject.STATEMENT,
          "SELECT keyword_name FROM duckdb_keywords()");

  private final Map<Subject, Set<String>> names;

  private EngineNames(Map<Subject, Set<String>> names) {
    this.names = names;
  }

  /// Asks an engine that has all its extensions, and no catalogs yet. Enters it.
  public static EngineNames of(Connection connection) {
    Map<Subject, Set<String>> names = new EnumMap<>(Subject.class);
    QUERIES.forEach((subject, query) ->
        names.put(
            subject,
            connection.query(query).stream()
                .map((Row row) -> row.text(0).toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet())));
    return new EngineNames(names);
  }

  Set<String> of(Subject subject) {
    return Objects.requireNonNullElse(names.get(subject), Set.of());
  }

  /// What a classification does not know.
  Map<Subject, Set<String>> unclassified(Classification classification) {
    Map<Subject, Set<String>> unknown = new HashMap<>();
    names.forEach((subject, present) -> {
      Set<String> left = new TreeSet<>(present);
      left.removeAll(classification.names(subject));
      unknown.put(subject, left);
    });
    return unknown;
  }
}
