package ai.altertable.launcher.datadir;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where a directory will be made that is not there yet.
final class ExistingParent {
  private ExistingParent() {}

  /// The directory itself, or the nearest one above it that there is.
  static Path of(Path directory) {
    Path existing = directory.toAbsolutePath().normalize();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    return existing;
  }
}
