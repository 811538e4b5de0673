package ai.altertable.launcher.backup;

import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.datadir.DurableFiles;
import ai.altertable.launcher.datadir.FailureReason;
import ai.altertable.launcher.datadir.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Makes a data directory of a backup. It comes into being by renaming, its marker last: one that
/// is interrupted is no data directory.
///
/// @param backup the directory that it was taken into
/// @param progress takes a line when something takes its time
public record Restore(Path backup, Consumer<String> progress) {
  private static final String UNFINISHED = ".restoring";
  private static final String MARKER = "altertable.json";
  private static final int EXAMPLES_MAX = 5;

  /// @param data the data directory, empty or not there
  /// @return when the backup was taken
  /// @throws StartupFailure with what is wrong and what to do
  public Instant into(Path data) {
    try {
      Manifest manifest = Manifest.read(backup);
      Path state = backup.resolve(manifest.generation());
      requireEmpty(data);
      progress.accept("Checking the backup of " + manifest.takenAt());
      Listing files =
          Listing.read(state.resolve(BackupDirectory.FILES_LIST), manifest.filesSha256());
      Listing objects =
          Listing.read(state.resolve(BackupDirectory.OBJECTS_LIST), manifest.objectsSha256());
      requireWhole(files.problems(state));
      requireWhole(objects.problems(backup.resolve(BackupDirectory.OBJECTS)));
      DurableFiles.createOwnerDirectory(data);
      requireRoom(data, files.bytes() + objects.bytes());
      copy(state, objects, data);
      return manifest.takenAt();
    } catch (IOException failure) {
      throw new StartupFailure(
          "The backup " + backup + " could not be restored: " + FailureReason.of(failure) + ".",
          "Remove the cause, delete what is in " + data + ", and restore again.",
          failure);
    }
  }

  private static void requireEmpty(Path data) throws IOException {
    if (!Files.exists(data)) {
      return;
    }
    DurableFiles.deleteTree(data.resolve(UNFINISHED));
    try (Stream<Path> entries = Files.list(data)) {
      List<String> present =
          entries
              .map(entry -> String.valueOf(entry.getFileName()))
              .filter(name -> !name.equals("lost+found"))
              .toList();
      if (!present.isEmpty()) {
        throw new StartupFailure(
            "The directory %s is not empty: it has, for example, %s."
                .formatted(data, present.getFirst()),
            "Restore into an empty or a new directory; move the old one away first.");
      }
    }
  }

  private void requireWhole(List<String> problems) {
    if (!problems.isEmpty()) {
      String more = problems.size() > EXAMPLES_MAX ? ", and more" : "";
      throw new StartupFailure(
          "The backup %s is damaged: %s%s."
              .formatted(
                  backup,
                  String.join(", ", problems.subList(0, Math.min(EXAMPLES_MAX, problems.size()))),
                  more),
          "Restore another backup; nothing has been changed.");
    }
  }

  private static void requireRoom(Path data, long bytes) throws IOException {
    long free = Files.getFileStore(data).getUsableSpace();
    if (free < bytes) {
      throw new StartupFailure(
          "There is no room for the backup in %s: it needs %d MB, and %d MB are free."
              .formatted(data, bytes >> 20, free >> 20),
          "Make room, or restore elsewhere.");
    }
  }

  private void copy(Path state, Listing objects, Path data) throws IOException {
    Path fresh = data.resolve(UNFINISHED);
    DurableFiles.createOwnerDirectory(fresh);
    progress.accept("Copying %d objects".formatted(objects.files().size()));
    Copies copies = new Copies();
    DurableFiles.createOwnerDirectory(fresh.resolve(BackupDirectory.OBJECTS));
    for (String path : objects.files().keySet()) {
      copies.copy(
          backup.resolve(BackupDirectory.OBJECTS).resolve(path),
          fresh.resolve(BackupDirectory.OBJECTS).resolve(path));
    }
    // Directories too: PostgreSQL needs empty ones.
    copies.copyTree(state.resolve(Layout.POSTGRES), fresh.resolve(Layout.POSTGRES));
    copies.copyTree(state.resolve(Layout.KEYS), fresh.resolve(Layout.KEYS));
    copies.copy(state.resolve(MARKER), fresh.resolve(MARKER));
    copies.sync();
    for (String part : List.of(BackupDirectory.OBJECTS, Layout.POSTGRES, Layout.KEYS, MARKER)) {
      DurableFiles.rename(fresh.resolve(part), data.resolve(part));
    }
    DurableFiles.deleteTree(fresh);
  }
}
