package ai.altertable.engine.instance;

import ai.altertable.engine.disk.ClaimedDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/// Where this worker's instances spill to, a directory for each: DuckDB's spill files have the same
/// names in every instance, are not locked, and are read back by their place in the file, so two
/// instances in one directory read each other's bytes. Safe for use by several threads.
///
/// What a killed worker left is deleted by the next that starts on the same parent; what another
/// living one has, or is not ours, is left alone.
final class SpillDirectories implements AutoCloseable {
  private static final String NAME = "spill-";

  private final ClaimedDirectory own;
  private final AtomicInteger made = new AtomicInteger();

  private SpillDirectories(ClaimedDirectory own) {
    this.own = own;
  }

  static SpillDirectories open(Path parent) {
    try {
      return new SpillDirectories(ClaimedDirectory.claim(parent, NAME, abandoned -> {}));
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot use the directory for spilling " + parent, failure);
    }
  }

  /// A new one, empty, for one instance.
  Path make() {
    Path directory = own.path().resolve(Integer.toString(made.incrementAndGet()));
    try {
      return Files.createDirectory(directory);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot create a directory for spilling", failure);
    }
  }

  /// Idempotent.
  @Override
  public void close() {
    own.close();
  }
}
