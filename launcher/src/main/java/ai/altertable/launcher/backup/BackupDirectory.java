package ai.altertable.launcher.backup;

import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.datadir.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Where backups of one data directory are kept, for one program at a time:
///
/// ```
/// altertable-backup.json   which state counts; replaced in one step when a new one is whole
/// altertable-backup.lock
/// objects/                 table files, shared by all states
/// state-TIME/              altertable.json  keys/  postgres/cluster/, at rest
///   files.list             what is in there
///   objects.list           which objects belong to it
/// ```
///
/// A backup that is interrupted leaves the earlier one as it was.
final class BackupDirectory implements AutoCloseable {
  static final String OBJECTS = "objects";
  static final String FILES_LIST = "files.list";
  static final String OBJECTS_LIST = "objects.list";

  private static final String LOCK = "altertable-backup.lock";
  private static final String STATE = "state-";
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  private final Path path;
  private final FileChannel lock;

  private BackupDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /// Makes the directory when there is none.
  ///
  /// @throws StartupFailure when it holds something else, or another backup is under way
  static BackupDirectory open(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      requireOurs(directory);
    }
    DurableFiles.createOwnerDirectory(directory);
    Path path = directory.toRealPath();
    FileChannel lock =
        FileChannel.open(
            path.resolve(LOCK), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    try {
      if (lock.tryLock() != null) {
        return new BackupDirectory(path, lock);
      }
    } catch (OverlappingFileLockException here) {
      // Told below, in the same words.
    }
    lock.close();
    throw new StartupFailure(
        "Another backup into " + path + " is under way.", "Wait for its end, or name another.");
  }

  private static void requireOurs(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      boolean empty = entries.findAny().isEmpty();
      if (!empty && !Files.exists(directory.resolve(LOCK)) && !Manifest.existsIn(directory)) {
        throw new StartupFailure(
            "The directory " + directory + " is not empty and holds no backup.",
            "Name an empty or a new directory, or one that holds a backup of this data directory.");
      }
    }
  }

  Path path() {
    return path;
  }

  Path objects() {
    return path.resolve(OBJECTS);
  }

  /// A directory for a new state.
  Path newState(Instant now) throws IOException {
    Path state = path.resolve(STATE + NAME.format(now));
    DurableFiles.createOwnerDirectory(state);
    return state;
  }

  /// Makes a state count, and removes what belonged to others only.
  void finish(Manifest manifest, Listing objects) throws IOException {
    manifest.write(path);
    try (DirectoryStream<Path> states = Files.newDirectoryStream(path, STATE + "*")) {
      for (Path state : states) {
        if (!state.endsWith(manifest.generation())) {
          DurableFiles.deleteTree(state);
        }
      }
    }
    List<Path> present;
    try (Stream<Path> tree = Files.walk(objects())) {
      present = tree.filter(Files::isRegularFile).toList();
    }
    for (Path file : present) {
      if (!objects.files().containsKey(objects().relativize(file).toString())) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
