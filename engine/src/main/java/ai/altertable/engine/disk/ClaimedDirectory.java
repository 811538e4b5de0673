package ai.altertable.engine.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A directory that is one worker's as long as it lives, below a parent that several share.
///
/// ```
/// PARENT/PREFIX-UUID.lock   locked as long as the worker lives
/// PARENT/PREFIX-UUID/
/// ```
///
/// What a killed worker left is looked after and deleted by the next that claims one; what another
/// living one has, or has another name, is left alone.
public final class ClaimedDirectory implements AutoCloseable {
  /// What is to be done about a directory that a killed worker left, before it is deleted.
  @FunctionalInterface
  public interface Abandoned {
    void found(Path directory) throws IOException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(ClaimedDirectory.class);
  private static final String LOCK = ".lock";

  private final Path path;
  private final FileChannel lock;

  private ClaimedDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /// @param prefix with which the names of all such directories begin
  /// @throws IOException when the parent cannot be used
  public static ClaimedDirectory claim(Path parent, String prefix, Abandoned abandoned)
      throws IOException {
    Files.createDirectories(parent);
    lookAfterAbandoned(parent, prefix, abandoned);
    Path own = parent.resolve(prefix + UUID.randomUUID());
    // The lock comes first: nobody else may see the directory without it.
    FileChannel lock = openLock(own);
    lock.lock();
    Files.createDirectory(own);
    return new ClaimedDirectory(own, lock);
  }

  private static void lookAfterAbandoned(Path parent, String prefix, Abandoned abandoned)
      throws IOException {
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(parent, path -> isClaimed(path, prefix))) {
      for (Path directory : found) {
        try (FileChannel channel = openLock(directory);
            FileLock free = channel.tryLock()) {
          if (free != null && Files.isDirectory(directory)) {
            abandoned.found(directory);
            FileTree.delete(directory);
            Files.deleteIfExists(lockOf(directory));
          }
        } catch (OverlappingFileLockException ofThisProcess) {
          LOG.trace("{} is in use", directory);
        }
      }
    }
  }

  private static boolean isClaimed(Path path, String prefix) {
    return path.getFileName().toString().startsWith(prefix) && Files.isDirectory(path);
  }

  private static Path lockOf(Path directory) {
    return directory.resolveSibling(directory.getFileName() + LOCK);
  }

  private static FileChannel openLock(Path directory) throws IOException {
    return FileChannel.open(lockOf(directory), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  public Path path() {
    return path;
  }

  /// Gives the directory up as a killed worker would: the next one looks after it.
  public void abandon() {
    try {
      lock.close();
    } catch (IOException failure) {
      LOG.warn("the lock of {} could not be given up: {}", path, failure.getMessage());
    }
  }

  /// Deletes the directory. Idempotent.
  @Override
  public void close() {
    if (!lock.isOpen()) {
      return;
    }
    FileTree.delete(path);
    try {
      Files.deleteIfExists(lockOf(path));
    } catch (IOException failure) {
      LOG.warn("the lock of {} could not be removed: {}", path, failure.getMessage());
    }
    abandon();
  }
}
