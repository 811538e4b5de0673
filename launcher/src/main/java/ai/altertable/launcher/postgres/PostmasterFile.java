package ai.altertable.launcher.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// What `postmaster.pid` in a cluster says. Its first line is the process id of the server that
/// made it (miscadmin.h, LOCK_FILE_LINE_PID); the file stays when that server is killed.
sealed interface PostmasterFile {
  record Absent() implements PostmasterFile {}

  record Names(long pid) implements PostmasterFile {}

  /// Cut off by a crash.
  record Unreadable() implements PostmasterFile {}

  static PostmasterFile of(Cluster cluster) throws IOException {
    return read(cluster.postmasterFile());
  }

  private static PostmasterFile read(Path file) throws IOException {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.isEmpty()
          ? new Unreadable()
          : new Names(Long.parseLong(lines.getFirst().strip()));
    } catch (NoSuchFileException none) {
      return new Absent();
    } catch (NumberFormatException cut) {
      return new Unreadable();
    }
  }

  /// The port, in the fourth line (LOCK_FILE_LINE_PORT).
  ///
  /// @throws IOException when a server has not written it yet
  static int port(Cluster cluster) throws IOException {
    List<String> lines = Files.readAllLines(cluster.postmasterFile());
    try {
      return Integer.parseInt(lines.get(3).strip());
    } catch (IndexOutOfBoundsException | NumberFormatException early) {
      throw new IOException(cluster.postmasterFile() + " does not say a port yet");
    }
  }
}
