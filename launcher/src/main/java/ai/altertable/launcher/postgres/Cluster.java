package ai.altertable.launcher.postgres;

import ai.altertable.launcher.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A PostgreSQL data directory. It comes into being by one rename of a finished one, so whatever is
/// missing in it has been lost later.
///
/// @param directory absolute and without symbolic links
public record Cluster(Path directory) {
  /// Of the directory, beside which others lie while they are made.
  static final String NAME = "cluster";

  private static final List<String> PARTS =
      List.of(
          "PG_VERSION",
          "global/pg_control",
          "base",
          "pg_wal",
          "pg_xact",
          "pg_hba.conf",
          "postgresql.conf");

  /// @param home the directory that holds clusters
  public static boolean existsIn(Path home) {
    return new Cluster(home.resolve(NAME)).exists();
  }

  boolean exists() {
    return Files.exists(directory);
  }

  Path postmasterFile() {
    return directory.resolve("postmaster.pid");
  }

  /// @param major the version of the programs that are to run it
  /// @throws StartupFailure when it is damaged or belongs to other programs
  void requireUsable(int major) {
    List<String> missing =
        PARTS.stream().filter(part -> !Files.exists(directory.resolve(part))).toList();
    if (!missing.isEmpty()) {
      throw damaged(
          String.join(", ", missing) + (missing.size() == 1 ? " is" : " are") + " missing");
    }
    String version = version();
    if (!version.equals(Integer.toString(major))) {
      throw new StartupFailure(
          "The PostgreSQL cluster "
              + directory
              + " was made by PostgreSQL "
              + version
              + "; this version of Altertable brings PostgreSQL "
              + major
              + ".",
          "Use the version of Altertable that made it, or move the data with pg_dump and"
              + " pg_restore.");
    }
  }

  private String version() {
    try (Stream<String> lines = Files.lines(directory.resolve("PG_VERSION"))) {
      return lines.findFirst().orElseThrow(() -> damaged("PG_VERSION is empty")).strip();
    } catch (IOException unreadable) {
      throw damaged("PG_VERSION cannot be read");
    }
  }

  StartupFailure damaged(String what) {
    return new StartupFailure(
        "The PostgreSQL cluster " + directory + " is damaged: " + what + ".",
        "Restore it from a backup.");
  }
}
