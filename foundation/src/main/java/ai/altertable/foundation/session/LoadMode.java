package ai.altertable.foundation.session;

/// What happens with the table that a file is loaded into.
public enum LoadMode {
  /// Made from the file; it must not exist.
  CREATE,
  /// Rows are added by column name; it must exist.
  APPEND,
  /// Replaced by the file's columns and rows.
  OVERWRITE,
  /// Made from the file when missing, else as APPEND.
  CREATE_APPEND
}
