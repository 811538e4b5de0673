package ai.altertable.launcher.datadir;

/// Which PostgreSQL has a data directory's metadata.
public enum MetadataPlace {
  /// One of our own, in the directory.
  EMBEDDED,
  /// One that somebody else runs, which must be named at each start.
  EXTERNAL
}
