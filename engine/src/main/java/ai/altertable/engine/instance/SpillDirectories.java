package ai.altertable.engine.instance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where this worker's instances spill to, a directory for each: DuckDB's spill files have the same
/// names in every instance, are not locked, and are read back by their place in the file, so two
/// instances in one directory read each other's bytes. Safe for use by several threads.
///
/// ```
/// PARENT/spill-UUID.lock   locked as long as the worker lives
/// PARENT/spill-UUID/1      an instance's
/// ```
///
/// What a killed worker left is deleted by the next that starts on the same parent; what another
/// living one has, or is not ours, is left alone.
final class SpillDirectories implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SpillDirectories.class);
  private static final String NAME = "spill-";
  private static final String LOCK = ".lock";

  private final Path own;
  private final FileChannel lock;
  private final AtomicInteger made = new AtomicInteger();

  private SpillDirectories(Path own, FileChannel lock) {
    this.own = own;
    this.lock = lock;
  }

  static SpillDirectories open(Path parent) {
    Path own = parent.resolve(NAME + UUID.randomUUID());
    try {
      Files.createDirectories(parent);
      deleteAbandoned(parent);
      // The lock comes first: nobody else may see the directory without it.
      FileChannel lock = openLock(own);
      lock.lock();
      Files.createDirectory(own);
      return new SpillDirectories(own, lock);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot use the directory for spilling " + parent, failure);
    }
  }

  private static void deleteAbandoned(Path parent) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, SpillDirectories::isOurs)) {
      for (Path directory : found) {
        try (FileChannel channel = openLock(directory);
            FileLock free = channel.tryLock()) {
          if (free != null) {
            delete(directory);
            Files.deleteIfExists(lockOf(directory));
          }
        } catch (OverlappingFileLockException ofThisProcess) {
          LOG.trace("{} is in use", directory);
        }
      }
    }
  }

  private static boolean isOurs(Path path) {
    return path.getFileName().toString().startsWith(NAME) && Files.isDirectory(path);
  }

  private static Path lockOf(Path directory) {
    return directory.resolveSibling(directory.getFileName() + LOCK);
  }

  private static FileChannel openLock(Path directory) throws IOException {
    return FileChannel.open(lockOf(directory), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /// A new one, empty, for one instance.
  Path make() {
    Path directory = own.resolve(Integer.toString(made.incrementAndGet()));
    try {
      return Files.createDirectory(directory);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot create a directory for spilling", failure);
    }
  }

  /// Deletes an instance's directory, if it can.
  static void delete(Path directory) {
    try {
      Files.walkFileTree(directory, new Deletion());
    } catch (IOException failure) {
      LOG.warn("the directory for spilling {} could not be deleted: {}", directory, failure);
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      // DuckDB deletes its files itself when it can; what stays makes the deletion fail above it.
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }

  /// Idempotent.
  @Override
  public void close() {
    if (!lock.isOpen()) {
      return;
    }
    delete(own);
    try {
      Files.deleteIfExists(lockOf(own));
      lock.close();
    } catch (IOException failure) {
      LOG.warn("the lock of {} could not be given up: {}", own, failure.getMessage());
    }
  }
}
