package ai.altertable.foundation.session;

/// What an uploaded file is written in.
public enum FileFormat {
  CSV,
  /// One array of objects, one object, or objects one after the other.
  JSON,
  PARQUET
}
