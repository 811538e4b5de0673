package ai.altertable.engine.guard;

import java.util.Set;

/// Words in braces that DuckLake replaces in whatever it sends to its metadata, in users' texts
/// too: a comment of `{SNAPSHOT_ID}` would be kept as a number, and rows with that value would not
/// be found again.
final class Placeholders {
  private static final Set<String> NAMES =
      Set.of(
          "SNAPSHOT_ID",
          "SCHEMA_VERSION",
          "NEXT_CATALOG_ID",
          "NEXT_FILE_ID",
          "AUTHOR",
          "COMMIT_MESSAGE",
          "COMMIT_EXTRA_INFO",
          "METADATA_CATALOG",
          "METADATA_CATALOG_NAME_LITERAL",
          "METADATA_CATALOG_NAME_IDENTIFIER",
          "METADATA_SCHEMA_NAME_LITERAL",
          "METADATA_SCHEMA_ESCAPED",
          "METADATA_PATH",
          "DATA_PATH");

  private static final int LENGTH_MAX = NAMES.stream().mapToInt(String::length).max().orElseThrow();

  private Placeholders() {}

  /// @throws Refusal.Found FEATURE_NOT_SUPPORTED when a text has one
  static void requireNone(String text) {
    for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', open + 1)) {
      int close = text.indexOf('}', open, Math.min(text.length(), open + LENGTH_MAX + 2));
      if (close > 0 && NAMES.contains(text.substring(open + 1, close))) {
        throw new Refusal.Found(
            Refusal.unsupported(
                ("the statement has %s in it, which the lakehouse would replace by something else"
                        + " wherever it keeps it or looks for it; write it otherwise")
                    .formatted(text.substring(open, close + 1))));
      }
    }
  }
}
