package ai.altertable.launcher.postgres;

import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.launcher.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Room on the disk, asked for before PostgreSQL fails for the lack of it.
final class DiskSpace {
  private DiskSpace() {}

  /// @throws StartupFailure when less than that is left
  static void require(Path directory, DataSize needed, String purpose) throws IOException {
    long left = Files.getFileStore(directory).getUsableSpace();
    if (left < needed.bytes()) {
      throw new StartupFailure(
          "No disk space: "
              + directory
              + " has "
              + (left >> 20)
              + " MiB left, and "
              + purpose
              + " needs "
              + (needed.bytes() >> 20)
              + " MiB.",
          "Make room there, or choose another place with --data-dir.");
    }
  }

  static StartupFailure exhausted(Path directory) {
    return new StartupFailure(
        "No disk space left for PostgreSQL in " + directory + ".",
        "Make room there and start again.");
  }
}
