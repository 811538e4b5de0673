package ai.altertable.launcher.datadir;

import ai.altertable.launcher.StartupFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Everything that a server on one machine keeps, in one directory, for one process at a time:
///
/// ```
/// altertable.json   what this is: format, maker, whether it is set up
/// altertable.lock   held by the server that uses it; its process id is in altertable.pid, until it
///                   ends in order
/// postgres/         the embedded PostgreSQL's cluster
/// objects/          table files
/// cache/            may be deleted while no server runs
/// keys/             master.key and what must never leave this machine
/// logs/  staging/  run/
/// ```
///
/// Only the owner can enter its parts. Safe for use by several threads.
public final class DataDirectory implements AutoCloseable {
  private final Path path;
  private final DirectoryLock lock;
  private final AtomicReference<Marker> marker;
  private final MasterKey masterKey;
  private final SocketDirectory sockets;

  private DataDirectory(
      Path path, DirectoryLock lock, Marker marker, MasterKey masterKey, SocketDirectory sockets) {
    this.path = path;
    this.lock = lock;
    this.marker = new AtomicReference<>(marker);
    this.masterKey = masterKey;
    this.sockets = sockets;
  }

  /// Opens a data directory, making it when there is none. Of a first start that was interrupted it
  /// goes on with what is there: [#ready] stays false until [#markReady].
  ///
  /// @param version of this server, kept in a directory that it makes
  /// @throws StartupFailure when the directory is in use, damaged, somebody else's, made by a newer
  ///   version, or cannot be written
  public static DataDirectory open(
      Path directory, String version, InstantSource clock, SecureRandom random) {
    try {
      Path path = exists(directory.toAbsolutePath().normalize());
      markerIn(path);
      DirectoryLock lock = DirectoryLock.take(path, "--data-dir");
      try {
        // What was seen before the lock was held may have changed since.
        Marker marker = begin(path, version, clock);
        for (String part : Layout.ALL) {
          DurableFiles.createOwnerDirectory(path.resolve(part));
        }
        return new DataDirectory(
            path,
            lock,
            marker,
            MasterKey.openOrCreate(path.resolve(Layout.KEYS), random),
            SocketDirectory.open(path, Path.of(System.getProperty("java.io.tmpdir", "/tmp"))));
      } catch (IOException | RuntimeException failure) {
        lock.close();
        throw failure;
      }
    } catch (IOException failure) {
      throw unusable(directory, failure);
    }
  }

  /// The real path of a data directory that a server has set up; makes nothing.
  ///
  /// @throws StartupFailure when there is none
  public static Path require(Path directory) {
    try {
      if (Files.exists(directory.resolve(Marker.FILE))) {
        return directory.toRealPath();
      }
    } catch (IOException failure) {
      throw unusable(directory, failure);
    }
    throw new StartupFailure(
        "There is no Altertable data directory at " + directory + ".",
        "Name the server's own with --data-dir, or start the server first: that makes it.");
  }

  /// When a data directory was made; empty when there is none, or none that says it. Makes nothing.
  public static Optional<Instant> made(Path directory) throws IOException {
    try {
      return Files.exists(directory.resolve(Marker.FILE))
          ? Optional.of(Marker.read(directory).createdAt())
          : Optional.empty();
    } catch (Marker.Unreadable unreadable) {
      return Optional.empty();
    }
  }

  /// Which PostgreSQL has the metadata of a data directory that has been set up. Takes no lock.
  ///
  /// @throws StartupFailure when the directory cannot be used as it is, or is not set up yet
  public static MetadataPlace metadataOf(Path directory) throws IOException {
    return markerIn(directory)
        .filter(marker -> marker.state() == Marker.State.READY)
        .map(Marker::metadata)
        .orElseThrow(() ->
            new StartupFailure(
                "The data directory " + directory + " is not set up yet.",
                "Start the server once: `altertable start` goes on where it was interrupted."));
  }

  /// The process that uses a data directory, as far as this user can see. Takes no lock.
  public static Optional<Long> user(Path directory) {
    return DirectoryLock.user(directory);
  }

  private static Path exists(Path directory) throws IOException {
    refuseFile(directory);
    refuseComment(directory);
    if (!Files.exists(directory)) {
      DurableFiles.createOwnerDirectory(directory);
    }
    return directory.toRealPath();
  }

  static void refuseFile(Path directory) {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new StartupFailure(
          "The data directory " + directory + " is a file.", "Choose a directory with --data-dir.");
    }
  }

  /// DuckLake puts the path into SQL wherever a user's text has `{DATA_PATH}`, within quotes too.
  private static void refuseComment(Path directory) {
    String path = directory.toString();
    if (path.contains("--") || path.contains("/*")) {
      throw new StartupFailure(
          "The path of the data directory, " + directory + ", has -- or /* in it.",
          "Choose another with --data-dir: to SQL these begin a comment.");
    }
  }

  private static Marker begin(Path path, String version, InstantSource clock) throws IOException {
    Optional<Marker> existing = markerIn(path);
    if (existing.isPresent()) {
      return Upgrades.ALL.apply(path, existing.get(), version);
    }
    Marker first =
        new Marker(
            Marker.CURRENT_FORMAT,
            version,
            version,
            clock.instant(),
            Marker.State.INITIALISING,
            MetadataPlace.EMBEDDED);
    first.write(path);
    return first;
  }

  /// Empty: a directory to begin in.
  ///
  /// @throws StartupFailure when the directory cannot be used as it is
  static Optional<Marker> markerIn(Path path) throws IOException {
    return switch (DirectoryCondition.of(path)) {
      case DirectoryCondition.New _ -> Optional.empty();
      case DirectoryCondition.HalfInitialised half -> Optional.of(half.marker());
      case DirectoryCondition.Ready ready -> Optional.of(ready.marker());
      case DirectoryCondition.Damaged damaged ->
          throw new StartupFailure(
              "The data directory "
                  + path
                  + " is damaged: "
                  + String.join(", ", damaged.problems())
                  + ".",
              "Restore it from a backup. Nothing in it has been changed.");
      case DirectoryCondition.MadeByNewer newer ->
          throw new StartupFailure(
              "The data directory "
                  + path
                  + " was made or upgraded by a newer version of Altertable ("
                  + newer.marker().formattedBy()
                  + ", format "
                  + newer.marker().format()
                  + "; this version knows format "
                  + Marker.CURRENT_FORMAT
                  + ").",
              "Use that version or a later one, or restore a backup made before the upgrade.");
      case DirectoryCondition.NotOurs other ->
          throw new StartupFailure(
              "The directory "
                  + path
                  + " is not empty and holds no Altertable data (it has, for example, "
                  + other.example()
                  + ").",
              "Choose an empty or a new directory with --data-dir.");
    };
  }

  private static StartupFailure unusable(Path directory, IOException failure) {
    return new StartupFailure(
        "The data directory " + directory + " cannot be used: " + FailureReason.of(failure) + ".",
        "Let the server's user write there, or choose another directory with --data-dir.",
        failure);
  }

  public Path path() {
    return path;
  }

  public Path postgres() {
    return path.resolve(Layout.POSTGRES);
  }

  public Path objects() {
    return path.resolve(Layout.OBJECTS);
  }

  public Path cache() {
    return path.resolve(Layout.CACHE);
  }

  public Path keys() {
    return path.resolve(Layout.KEYS);
  }

  public Path logs() {
    return path.resolve(Layout.LOGS);
  }

  /// For files in the making; on the same file system as `objects/` unless somebody mounts it
  /// apart.
  public Path staging() {
    return path.resolve(Layout.STAGING);
  }

  public SocketDirectory sockets() {
    return sockets;
  }

  public MasterKey masterKey() {
    return masterKey;
  }

  /// Whether everything has been set up once. From then on a missing part is damage, not work left
  /// to do.
  public boolean ready() {
    return marker.get().state() == Marker.State.READY;
  }

  /// Says that the first start has done all that it does only once. Harmless when said again.
  public void markReady() {
    Marker now = marker.get();
    if (now.state() != Marker.State.READY) {
      write(now.ready());
    }
  }

  /// Which PostgreSQL has the metadata.
  public MetadataPlace metadata() {
    return marker.get().metadata();
  }

  /// Remembers which PostgreSQL has the metadata. Harmless when said again.
  public void keepMetadata(MetadataPlace place) {
    Marker now = marker.get();
    if (now.metadata() != place) {
      write(now.with(place));
    }
  }

  private void write(Marker changed) {
    try {
      changed.write(path);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    marker.set(changed);
  }

  /// Lets other servers in.
  @Override
  public void close() {
    lock.close();
  }
}
