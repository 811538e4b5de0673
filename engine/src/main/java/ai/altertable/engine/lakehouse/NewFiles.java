package ai.altertable.engine.lakehouse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Brings the files that a transaction wrote below a directory to the disk, with their directories,
/// before the transaction commits: the engine itself does not (see docs/adr/0004).
///
/// A file appears by changing its directory's modification time, so only directories that changed
/// since the transaction began are read; the others cost one `stat` each. Remembers the directory
/// tree between calls. One call at a time; the write lease sees to that.
public final class NewFiles {
  /// How directories begin whose files their writer syncs itself, some time before its commit.
  public static final String LOAD_DIRECTORY = ".load-";

  /// File systems stamp with a clock that may lag by a tick; a file synced twice does no harm.
  private static final Duration TICK = Duration.ofMillis(100);

  private record Directory(Instant changed, List<Path> children) {}

  private final Path root;
  private final Duration margin;
  private final Map<Path, Directory> known = new HashMap<>();

  /// @param clockLag how far the file system's clock may be behind ours
  public NewFiles(Path root, Duration clockLag) {
    this.root = root;
    this.margin = TICK.plus(clockLag);
  }

  /// Syncs every file below the root that was written since an instant, and every directory on the
  /// way to it.
  ///
  /// @return the files that were synced
  /// @throws UncheckedIOException when the disk refuses: the transaction must not commit
  public synchronized List<Path> sync(Instant since) {
    Instant from = since.minus(margin);
    Set<Path> directories = new TreeSet<>();
    List<Path> synced = new ArrayList<>();
    try {
      List<Path> fresh = new ArrayList<>();
      collect(root, from, fresh, directories);
      for (Path file : fresh) {
        if (force(file, StandardOpenOption.WRITE)) {
          synced.add(file);
        }
      }
      for (Path directory : directories) {
        force(directory, StandardOpenOption.READ);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "cannot bring new files below the object store to disk", failure);
    }
    return synced;
  }

  /// The files below the root that were written at an instant or later, by the file system's clock.
  ///
  /// @throws UncheckedIOException when a directory cannot be read
  synchronized List<Path> since(Instant from) {
    List<Path> fresh = new ArrayList<>();
    try {
      collect(root, from, fresh, new TreeSet<>());
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot look for files below the object store", failure);
    }
    return fresh;
  }

  private void collect(Path directory, Instant from, List<Path> fresh, Set<Path> directories)
      throws IOException {
    Instant changed;
    try {
      changed = Files.getLastModifiedTime(directory).toInstant();
    } catch (NoSuchFileException absent) {
      known.remove(directory);
      return;
    }
    Directory before = known.get(directory);
    List<Path> children;
    if (before != null && before.changed().equals(changed) && changed.isBefore(from)) {
      children = before.children();
    } else {
      children = read(directory, from, fresh);
      known.put(directory, new Directory(changed, children));
      if (!changed.isBefore(from)) {
        directories.add(directory);
      }
    }
    for (Path child : children) {
      collect(child, from, fresh, directories);
    }
  }

  /// Notes the new files of a directory, and returns its subdirectories.
  private static List<Path> read(Path directory, Instant from, List<Path> fresh)
      throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        BasicFileAttributes attributes;
        try {
          attributes = Files.readAttributes(entry, BasicFileAttributes.class);
        } catch (NoSuchFileException deletedMeanwhile) {
          continue;
        }
        if (attributes.isDirectory()) {
          if (!isOfLoad(entry)) {
            children.add(entry);
          }
        } else if (!attributes.lastModifiedTime().toInstant().isBefore(from)) {
          fresh.add(entry);
        }
      }
    }
    return children;
  }

  private static boolean isOfLoad(Path directory) {
    Path name = directory.getFileName();
    return name != null && name.toString().startsWith(LOAD_DIRECTORY);
  }

  /// Brings a file or directory to the disk.
  ///
  /// @return whether it was there
  public static boolean force(Path path, StandardOpenOption mode) throws IOException {
    try (FileChannel channel = FileChannel.open(path, mode)) {
      channel.force(true);
      return true;
    } catch (NoSuchFileException deletedMeanwhile) {
      return false;
    }
  }
}
