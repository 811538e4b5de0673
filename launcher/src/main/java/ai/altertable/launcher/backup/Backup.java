package ai.altertable.launcher.backup;

import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.Version;
import ai.altertable.launcher.datadir.DurableFiles;
import ai.altertable.launcher.datadir.FailureReason;
import ai.altertable.launcher.datadir.Layout;
import ai.altertable.launcher.postgres.EmbeddedPostgres;
import ai.altertable.launcher.postgres.PostgresConfig;
import ai.altertable.launcher.postgres.PostgresEndpoint;
import ai.altertable.launcher.process.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Takes a backup of a data directory whose PostgreSQL runs, whatever is written meanwhile:
///
/// 1. the cluster is copied, [BaseBackup];
/// 2. all objects get a second name, [ObjectTree#pin]: they were on the disk before the metadata
///    that names them was committed, so whatever the copy of the cluster names is among them;
/// 3. the copy of the cluster is recovered, by starting a PostgreSQL on it. It says which objects
///    it names, and is shut down;
/// 4. those are copied, and checked to be there and of the size that the metadata says.
///
/// When files are gone that the copy names (a cleanup ran between 1 and 2) everything is done
/// again.
///
/// @param data the data directory
/// @param runtime where PostgreSQL's programs are
/// @param server the PostgreSQL that runs
/// @param lakehouse the database with the metadata of managed databases
public record Backup(
    Path data,
    Path runtime,
    PostgresEndpoint server,
    String lakehouse,
    Supervisor supervisor,
    SecureRandom random,
    InstantSource clock,
    Consumer<String> progress) {
  private static final int TRIES_MAX = 3;
  private static final int EXAMPLES_MAX = 5;
  private static final Duration RECOVERED_WITHIN = Duration.ofMinutes(30);

  /// What a backup holds.
  ///
  /// @param fresh objects that an earlier backup in the same place did not have
  public record Summary(
      Path target, Instant takenAt, int objects, int fresh, long objectBytes, long stateBytes) {}

  /// Objects that the metadata names were not there.
  private static final class Gone extends Exception {
    private static final long serialVersionUID = 1L;

    private Gone(List<String> names) {
      super(String.join(", ", names));
    }
  }

  /// @param target a directory, new or with an earlier backup of the same data directory
  /// @throws StartupFailure with what is wrong and what to do; an earlier backup is as it was
  public Summary into(Path target) {
    requireApart(target);
    try (BackupDirectory directory = BackupDirectory.open(target)) {
      for (int attempt = 1; ; attempt++) {
        try {
          return attempt(directory);
        } catch (Gone gone) {
          if (attempt == TRIES_MAX) {
            throw new StartupFailure(
                "Files that the metadata names are not there: " + gone.getMessage() + ".",
                "If a cleanup of old files is under way, take the backup after it; else files were"
                    + " removed by hand, and must come back from an earlier backup.");
          }
          progress.accept("Files were cleaned up meanwhile; beginning again");
        }
      }
    } catch (IOException failure) {
      throw new StartupFailure(
          "The backup into " + target + " failed: " + FailureReason.of(failure) + ".",
          "An earlier backup there is as it was. Remove the cause, and take the backup again.",
          failure);
    } catch (SQLException failure) {
      throw new StartupFailure(
          "PostgreSQL could not be backed up: " + failure.getMessage() + ".",
          "An earlier backup in "
              + target
              + " is as it was. Take it again when PostgreSQL answers.",
          failure);
    }
  }

  private void requireApart(Path target) {
    Path wanted = target.toAbsolutePath().normalize();
    if (wanted.startsWith(data) || data.startsWith(wanted)) {
      throw new StartupFailure(
          "The backup cannot be taken into " + target + ": that and the data directory are one.",
          "Name a directory elsewhere, best on another disk.");
    }
  }

  private Summary attempt(BackupDirectory directory) throws IOException, SQLException, Gone {
    Instant now = clock.instant();
    Path state = directory.newState(now);
    boolean whole = false;
    try {
      Summary summary = attempt(directory, state, now);
      whole = true;
      return summary;
    } finally {
      if (!whole) {
        DurableFiles.deleteTree(state);
      }
    }
  }

  private Summary attempt(BackupDirectory directory, Path state, Instant now)
      throws IOException, SQLException, Gone {
    Path cluster = data.resolve(Layout.POSTGRES).toRealPath().resolve("cluster");
    Path copy = state.resolve(Layout.POSTGRES).resolve("cluster");
    progress.accept("Copying PostgreSQL");
    new BaseBackup(server, cluster).copyTo(copy);
    ObjectTree objects = new ObjectTree(data.resolve("objects").toRealPath());
    Optional<ObjectTree> pinned = objects.pin();
    try {
      Copies copies = new Copies();
      copies.copyTree(data.resolve(Layout.KEYS), state.resolve(Layout.KEYS));
      copies.copy(data.resolve("altertable.json"), state.resolve("altertable.json"));
      progress.accept("Recovering the copy");
      NamedFiles named = recovered(state);
      Copying copying = new Copying(pinned.orElse(objects), directory.objects(), copies);
      Listing held = copying.run(named);
      copies.sync();
      return finish(directory, state, now, held, copying.fresh);
    } finally {
      if (pinned.isPresent()) {
        pinned.get().delete();
      }
    }
  }

  /// Starts a PostgreSQL on the copy, and leaves the copy shut down in order.
  private NamedFiles recovered(Path state) throws SQLException, IOException {
    Path logs = Files.createDirectories(state.resolve("logs"));
    PostgresConfig config =
        PostgresConfig.ofCopy(
            state.resolve(Layout.POSTGRES),
            state.resolve(Layout.KEYS),
            logs,
            runtime,
            RECOVERED_WITHIN);
    NamedFiles named;
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(config, supervisor, random, progress)) {
      named = NamedFiles.read(postgres.endpoint(), lakehouse);
    }
    DurableFiles.deleteTree(logs);
    return named;
  }

  private Summary finish(
      BackupDirectory directory, Path state, Instant takenAt, Listing objects, int fresh)
      throws IOException {
    Copies.syncTree(state);
    Listing files = Listing.of(state);
    String filesSum = files.write(state.resolve(BackupDirectory.FILES_LIST));
    String objectsSum = objects.write(state.resolve(BackupDirectory.OBJECTS_LIST));
    Manifest manifest =
        new Manifest(
            Manifest.CURRENT_FORMAT,
            Version.CURRENT,
            takenAt,
            String.valueOf(state.getFileName()),
            filesSum,
            objectsSum);
    directory.finish(manifest, objects);
    return new Summary(
        directory.path(), takenAt, objects.files().size(), fresh, objects.bytes(), files.bytes());
  }

  /// Brings objects that the metadata names to the backup, unless they are there.
  private final class Copying {
    private final ObjectTree source;
    private final Path target;
    private final Copies copies;
    private final SortedMap<String, Listing.Entry> held = new TreeMap<>();
    private int fresh;

    private Copying(ObjectTree source, Path target, Copies copies) {
      this.source = source;
      this.target = target;
      this.copies = copies;
    }

    private Listing run(NamedFiles named) throws IOException, Gone {
      DurableFiles.createOwnerDirectory(target);
      progress.accept("Copying %d objects".formatted(named.needed().size()));
      Map<String, List<Path>> present = source.byName();
      List<String> gone = new ArrayList<>();
      for (Map.Entry<String, Long> file : named.needed().entrySet()) {
        boolean found = false;
        for (Path path : present.getOrDefault(file.getKey(), List.of())) {
          found |= take(path, file.getValue());
        }
        if (!found && gone.size() < EXAMPLES_MAX) {
          gone.add(file.getKey());
        }
      }
      if (!gone.isEmpty()) {
        throw new Gone(gone);
      }
      for (String scheduled : named.scheduled()) {
        for (Path path : present.getOrDefault(scheduled, List.of())) {
          take(path, Files.size(path));
        }
      }
      return new Listing(held);
    }

    private boolean take(Path file, long bytes) throws IOException {
      if (Files.size(file) != bytes) {
        return false;
      }
      String home = source.home(file).toString();
      Path copy = target.resolve(home);
      if (!Files.isRegularFile(copy) || Files.size(copy) != bytes) {
        copies.link(file, copy);
        fresh++;
      }
      held.put(home, new Listing.Entry(bytes, Listing.NONE));
      return true;
    }
  }
}
