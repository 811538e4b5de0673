package ai.altertable.engine.guard;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Tells names of relations that DuckDB may take for files where it finds no table of that name
/// (`ReplacementScan`), and some more.
final class FileNames {
  /// What DuckDB 1.5.5 takes, without and with extensions of its own.
  private static final Set<String> TAKEN =
      Set.of(
          "csv", "tsv", "parquet", "json", "jsonl", "ndjson", "db", "ddb", "duckdb", "xlsx",
          "avro");

  /// What an extension or a later version may take.
  private static final Set<String> DATA =
      Set.of(
          "arrow", "arrows", "feather", "ipc", "orc", "sqlite", "sqlite3", "txt", "text", "geojson",
          "shp", "gpkg", "xml", "html", "yaml", "yml", "vortex", "lance", "blob", "gpq", "wal");

  private static final List<String> COMPRESSED =
      List.of(".gz", ".zst", ".zstd", ".bz2", ".xz", ".lz4", ".snappy", ".br");

  private static final String PATH_CHARACTERS = "/\\*?[";

  private FileNames() {}

  /// @param name the parts joined by dots
  /// @param quoted whether a part of it is in quotes
  static boolean isFile(String name, boolean quoted) {
    String lower = name.toLowerCase(Locale.ROOT).strip();
    if (lower.chars().anyMatch(c -> PATH_CHARACTERS.indexOf(c) >= 0)) {
      return true;
    }
    String bare = lower;
    for (String suffix : COMPRESSED) {
      if (bare.endsWith(suffix)) {
        bare = bare.substring(0, bare.length() - suffix.length());
      }
    }
    int dot = bare.lastIndexOf('.');
    String extension = dot < 0 ? "" : bare.substring(dot + 1);
    return TAKEN.contains(extension) || (quoted && DATA.contains(extension));
  }
}
