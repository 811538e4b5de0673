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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Keeps other processes out of a directory for as long as this process lives: the operating system
/// lets go of the lock whatever way the process ends.
///
/// The holder's process id stands in a file of its own, because reading the locked file would drop
/// the lock: POSIX locks end when the process closes *any* descriptor of the file.
public final class DirectoryLock implements AutoCloseable {
  static final String FILE = "altertable.lock";
  static final String HOLDER_FILE = "altertable.pid";

  private static final Path LOCKS = Path.of("/proc/locks");

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /// @param option that names the directory
  /// @throws StartupFailure when another process holds it
  public static DirectoryLock take(Path directory, String option) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(FILE), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    try {
      if (locked(channel)) {
        String holder = Long.toString(ProcessHandle.current().pid());
        DurableFiles.replace(
            directory.resolve(HOLDER_FILE), holder.getBytes(StandardCharsets.UTF_8));
        return new DirectoryLock(directory, channel);
      }
    } catch (IOException failure) {
      channel.close();
      throw failure;
    }
    channel.close();
    throw new StartupFailure(
        "The directory " + directory + " is already used by " + holder(directory) + ".",
        "Stop that one, or choose another directory with " + option + ".");
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException here) {
      return false;
    }
  }

  /// The process that holds the lock; empty when nobody does. Takes no lock for a moment either,
  /// which would turn a server away that starts just then: the kernel says who holds locks, and
  /// where it does not, a process that lives counts as the holder.
  static Optional<Long> user(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      long pid = Long.parseLong(Files.readString(directory.resolve(HOLDER_FILE)).strip());
      boolean held =
          Files.isReadable(LOCKS)
              ? isLocked(file)
              : ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
      return held ? Optional.of(pid) : Optional.empty();
    } catch (IOException | NumberFormatException unknown) {
      return Optional.empty();
    }
  }

  /// `/proc/locks` names files by `major:minor:inode` (proc_locks(5)).
  private static boolean isLocked(Path file) throws IOException {
    String inode = ":" + Files.getAttribute(file, "unix:ino");
    try (Stream<String> locks = Files.lines(LOCKS)) {
      return locks
          .filter(line -> line.contains("POSIX"))
          .flatMap(line -> Stream.of(line.split("\\s+", -1)))
          .anyMatch(word -> word.endsWith(inode));
    }
  }

  private static String holder(Path directory) {
    try {
      return "process " + Long.parseLong(Files.readString(directory.resolve(HOLDER_FILE)).strip());
    } catch (IOException | NumberFormatException unknown) {
      return "another process";
    }
  }

  /// Takes the process id away first: later it may be the next holder's, or another program's.
  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(directory.resolve(HOLDER_FILE));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
