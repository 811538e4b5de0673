package ai.altertable.launcher.server;

import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.datadir.DataDirectory;
import ai.altertable.launcher.datadir.MetadataPlace;
import ai.altertable.launcher.postgres.Cluster;

/// Whether a data directory may be used with the PostgreSQL that was asked for. Metadata must not
/// be forgotten where it is, however a flag appears or disappears.
final class MetadataChoice {
  private MetadataChoice() {}

  /// @param external whether another PostgreSQL than the embedded one was asked for
  /// @throws StartupFailure when the metadata is in the other one
  static void require(DataDirectory data, boolean external) {
    boolean embedded = data.metadata() == MetadataPlace.EMBEDDED;
    if (external && embedded && Cluster.existsIn(data.postgres())) {
      throw new StartupFailure(
          "The data directory "
              + data.path()
              + " has its metadata in the embedded PostgreSQL, in postgres/cluster, and"
              + " --postgres-url names another.",
          "Start without --postgres-url, or move the metadata as"
              + " docs/how-to/use-an-external-postgresql.md says.");
    }
    if (!external && !embedded && data.ready()) {
      throw new StartupFailure(
          "The data directory "
              + data.path()
              + " has its metadata in another PostgreSQL than the embedded one.",
          "Name it with --postgres-url, or in the environment or the configuration file.");
    }
  }
}
