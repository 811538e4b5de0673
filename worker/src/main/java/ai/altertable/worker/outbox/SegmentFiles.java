package ai.altertable.worker.outbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The directory of an outbox: one process at a time uses it, and its files are in the order of
/// their names.
final class SegmentFiles implements AutoCloseable {
  private static final String LOCK = "outbox.lock";
  private static final String SUFFIX = ".segment";

  private final Path directory;
  private final FileChannel lock;
  private long next;

  private SegmentFiles(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /// @throws IOException also when another process uses the directory
  static SegmentFiles open(Path directory) throws IOException {
    Files.createDirectories(directory);
    FileChannel channel =
        FileChannel.open(
            directory.resolve(LOCK), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    if (!isLocked(channel)) {
      channel.close();
      throw new IOException("the outbox " + directory + " is used by another worker");
    }
    return new SegmentFiles(directory, channel);
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock taken = channel.tryLock();
      return taken != null;
    } catch (OverlappingFileLockException here) {
      return false;
    }
  }

  /// What earlier processes have left, the oldest first.
  List<Path> left() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> left =
          files.filter(file -> file.getFileName().toString().endsWith(SUFFIX)).sorted().toList();
      if (!left.isEmpty()) {
        String last = left.getLast().getFileName().toString();
        next = Long.parseLong(last.substring(0, last.length() - SUFFIX.length()), 16) + 1;
      }
      return left;
    }
  }

  /// A new one, behind all others.
  Segment create(int bytes) throws IOException {
    return Segment.create(directory.resolve("%016x%s".formatted(next++, SUFFIX)), bytes);
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
