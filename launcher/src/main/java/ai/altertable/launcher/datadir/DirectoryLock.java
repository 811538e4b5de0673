package ai.altertable.launcher.datadir;

import ai.altertable.launcher.StartupFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/// Keeps other servers out of a data directory for as long as this process lives: the operating
/// system lets go of the lock whatever way the process ends.
///
/// The holder's process id stands in a file of its own, because reading the locked file would drop
/// the lock: POSIX locks end when the process closes *any* descriptor of the file.
final class DirectoryLock implements AutoCloseable {
  static final String FILE = "altertable.lock";
  static final String HOLDER_FILE = "altertable.pid";

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /// @throws StartupFailure when another process holds it
  static DirectoryLock take(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(FILE), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    try {
      if (locked(channel)) {
        String holder = Long.toString(ProcessHandle.current().pid());
        DurableFiles.replace(
            directory.resolve(HOLDER_FILE), holder.getBytes(StandardCharsets.UTF_8));
        return new DirectoryLock(channel);
      }
    } catch (IOException failure) {
      channel.close();
      throw failure;
    }
    channel.close();
    throw new StartupFailure(
        "The data directory " + directory + " is already used by " + holder(directory) + ".",
        "Stop that server, or choose another directory with --data-dir.");
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException here) {
      return false;
    }
  }

  private static String holder(Path directory) {
    try {
      return "process " + Long.parseLong(Files.readString(directory.resolve(HOLDER_FILE)).strip());
    } catch (IOException | NumberFormatException unknown) {
      return "another process";
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
