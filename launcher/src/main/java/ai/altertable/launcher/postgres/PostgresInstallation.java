package ai.altertable.launcher.postgres;

import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.datadir.DurableFiles;
import ai.altertable.launcher.datadir.ProgramFiles;
import ai.altertable.launcher.process.Command;
import ai.altertable.launcher.process.CommandOutcome;
import ai.altertable.launcher.process.Machine;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// PostgreSQL's programs, unpacked.
///
/// @param major the version that must match a cluster's
record PostgresInstallation(Path directory, int major) {
  private static final Pattern VERSION = Pattern.compile("postgres \\(PostgreSQL\\) (\\d+)\\b.*");
  private static final Duration RUN_WITHIN = Duration.ofSeconds(30);
  private static final Duration ABANDONED_AFTER = Duration.ofHours(1);
  private static final String UNFINISHED = ".postgresql-";

  Path program(String name) {
    return directory.resolve("bin").resolve(name);
  }

  /// Unpacks the programs unless this version of them is there already. The directory appears whole
  /// by one rename, so two servers may do it at once, and of two users of the machine the second
  /// one can use what the first one has unpacked. What a crash or a careless hand has taken from it
  /// is noticed, and it is unpacked again.
  static PostgresInstallation provide(Path runtime, Machine machine, Consumer<String> progress)
      throws IOException {
    PostgresArchive archive = PostgresArchive.of(machine);
    ProgramFiles.createDirectory(runtime);
    Path directory = runtime.toRealPath().resolve("postgresql-" + archive.fingerprint());
    if (!Inventory.matches(directory)) {
      progress.accept("Unpacking PostgreSQL into " + directory);
      unpack(archive, directory);
    }
    return new PostgresInstallation(directory, major(directory, machine));
  }

  /// The programs, if this version of them has been unpacked whole.
  ///
  /// @throws StartupFailure when they are there and do not run, or there are none for this machine
  static Optional<PostgresInstallation> find(Path runtime, Machine machine) throws IOException {
    PostgresArchive archive = PostgresArchive.of(machine);
    Path directory = runtime.resolve("postgresql-" + archive.fingerprint());
    return Inventory.matches(directory)
        ? Optional.of(new PostgresInstallation(directory, major(directory, machine)))
        : Optional.empty();
  }

  private static void unpack(PostgresArchive archive, Path directory) throws IOException {
    Path runtime = directory.resolveSibling("");
    deleteAbandoned(runtime);
    Path fresh = Files.createTempDirectory(runtime, UNFINISHED);
    try {
      archive.unpack(fresh);
      Inventory.note(fresh);
      ProgramFiles.openToAll(fresh);
      DurableFiles.deleteTree(directory);
      DurableFiles.rename(fresh, directory);
    } catch (IOException failure) {
      // Another server may have been quicker.
      if (!Inventory.matches(directory)) {
        throw failure;
      }
    } finally {
      DurableFiles.deleteTree(fresh);
    }
  }

  private static void deleteAbandoned(Path runtime) throws IOException {
    FileTime limit = FileTime.from(Instant.now().minus(ABANDONED_AFTER));
    try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(runtime, UNFINISHED + "*")) {
      for (Path directory : unfinished) {
        if (Files.getLastModifiedTime(directory).compareTo(limit) < 0) {
          DurableFiles.deleteTree(directory);
        }
      }
    }
  }

  private static int major(Path directory, Machine machine) {
    Path postgres = directory.resolve("bin/postgres");
    CommandOutcome outcome =
        new Command(List.of(postgres.toString(), "--version"), Map.of(), directory).run(RUN_WITHIN);
    Matcher version = VERSION.matcher(outcome.lines().isEmpty() ? "" : outcome.lines().getFirst());
    if (!outcome.succeeded() || !version.matches()) {
      throw new StartupFailure(
          "PostgreSQL's programs in "
              + directory
              + " do not run on this machine: "
              + postgres.getFileName()
              + " "
              + outcome.lastWords()
              + ".",
          machine.musl()
              ? "They need glibc, and this system has musl: use a system or image with" + " glibc."
              : "See whether that directory allows programs to run, or choose another with"
                  + " --runtime-dir.");
    }
    return Integer.parseInt(version.group(1));
  }
}
