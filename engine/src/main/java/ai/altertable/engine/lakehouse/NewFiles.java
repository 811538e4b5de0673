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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
  private static final Duration TICK = Duration.ofMillis(20);

  /// The clock that names files may have been set back between a transaction's begin and its files.
  private static final Duration CLOCK_STEP = Duration.ofSeconds(2);

  /// A UUID of version 7: its first 48 bits are milliseconds since 1970.
  private static final Pattern DUCKLAKE_NAME =
      Pattern.compile(
          "ducklake-([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}(?:-delete)?\\.parquet");

  /// Not a partition of a column that is called so.
  private static final Pattern LOAD_NAME =
      Pattern.compile(Pattern.quote(LOAD_DIRECTORY) + "[0-9a-f-]{36}");

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

  /// The files below the root that were written at an instant or later, and those that were little
  /// before, as the file system's clock may be behind ours.
  ///
  /// @throws UncheckedIOException when a directory cannot be read
  synchronized List<Path> since(Instant from) {
    List<Path> fresh = new ArrayList<>();
    try {
      collect(root, from.minus(margin), fresh, new TreeSet<>());
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
        if (isNamedBefore(entry, from)) {
          continue;
        }
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

  /// Whether a file's name tells that it was made some time before: to ask the file system for each
  /// file would make a commit the slower, the more files its table has.
  private static boolean isNamedBefore(Path file, Instant from) {
    Matcher made = DUCKLAKE_NAME.matcher(name(file));
    return made.matches()
        && Long.parseLong(made.group(1) + made.group(2), 16)
            < from.minus(CLOCK_STEP).toEpochMilli();
  }

  private static boolean isOfLoad(Path directory) {
    return LOAD_NAME.matcher(name(directory)).matches();
  }

  /// The last part of a path below a root.
  static String name(Path path) {
    return String.valueOf(path.getFileName());
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
