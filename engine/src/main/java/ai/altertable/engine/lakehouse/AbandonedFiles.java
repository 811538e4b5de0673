package ai.altertable.engine.lakehouse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes what a statement that failed or was stopped had written: DuckDB leaves it, and a disk
/// that a statement has filled would stay full.
///
/// Nobody else writes to the database while its lease is held, but for loads that are written ahead
/// into directories of their own. A file goes only if it was written since the lease was taken, and
/// the metadata does not name it.
final class AbandonedFiles {
  private static final Logger LOG = LoggerFactory.getLogger(AbandonedFiles.class);

  private static final String PREFIX = "ducklake-";

  private AbandonedFiles() {}

  /// Never fails: what cannot be removed stays, as the log says.
  ///
  /// @param lease held by the transaction, which is rolled back
  /// @param taken when
  static void remove(NewFiles files, WriteLease lease, Instant taken) {
    try {
      List<Path> written =
          files.since(taken).stream()
              .filter(file -> NewFiles.name(file).startsWith(PREFIX))
              .toList();
      if (!written.isEmpty()) {
        remove(written, lease);
      }
    } catch (RuntimeException failure) {
      LOG.warn(
          "files of a transaction that was rolled back stay in the object store: {}",
          failure.getMessage());
    }
  }

  private static void remove(List<Path> written, WriteLease lease) {
    Set<String> present =
        lease.named(written.stream().map(NewFiles::name).collect(Collectors.toUnmodifiableSet()));
    for (Path file : written) {
      if (!present.contains(NewFiles.name(file))) {
        delete(file);
      }
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
      LOG.debug("removed {}, which came to nothing", file);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot remove " + file, failure);
    }
  }
}
