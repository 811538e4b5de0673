package ai.altertable.engine.guard;

import java.util.Locale;

/// Kinds of names that are classified.
enum Subject {
  FUNCTION("the function "),
  /// A table macro that DuckLake gives each of its catalogs.
  LAKE("the function "),
  PRAGMA("PRAGMA "),
  SETTING("the setting "),
  VIEW("the view "),
  STATEMENT("");

  private final String noun;

  Subject(String noun) {
    this.noun = noun;
  }

  /// As a message begins: `the function read_csv`, `COPY`.
  String named(String name) {
    return this == STATEMENT ? name.toUpperCase(Locale.ROOT) : noun + name;
  }
}
