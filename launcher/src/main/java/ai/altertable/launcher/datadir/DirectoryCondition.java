package ai.altertable.launcher.datadir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What a directory is to Altertable, told from its content alone.
sealed interface DirectoryCondition {
  /// Empty: anything may begin here.
  record New() implements DirectoryCondition {}

  /// A first start was interrupted, or is under way.
  record HalfInitialised(Marker marker) implements DirectoryCondition {}

  record Ready(Marker marker) implements DirectoryCondition {}

  /// Ours, and something is missing or unreadable.
  record Damaged(List<String> problems) implements DirectoryCondition {}

  record MadeByNewer(Marker marker) implements DirectoryCondition {}

  /// Somebody else's.
  record NotOurs(String example) implements DirectoryCondition {}

  /// What may lie in a directory before anything of ours counts.
  Set<String> NO_CONTENT =
      Set.of(
          DirectoryLock.FILE,
          DirectoryLock.HOLDER_FILE,
          DurableFiles.unfinished(Path.of(Marker.FILE)),
          DurableFiles.unfinished(Path.of(DirectoryLock.HOLDER_FILE)),
          "lost+found",
          ".DS_Store");

  /// Changes nothing.
  static DirectoryCondition of(Path directory) throws IOException {
    if (!Files.exists(directory.resolve(Marker.FILE))) {
      return withoutMarker(directory);
    }
    try {
      Marker marker = Marker.read(directory);
      if (marker.format() > Marker.CURRENT_FORMAT) {
        return new MadeByNewer(marker);
      }
      return switch (marker.state()) {
        case INITIALISING -> new HalfInitialised(marker);
        case READY -> whole(directory, marker);
      };
    } catch (Marker.Unreadable unreadable) {
      return new Damaged(List.of(String.valueOf(unreadable.getMessage())));
    }
  }

  private static DirectoryCondition withoutMarker(Path directory) throws IOException {
    Set<String> entries = new TreeSet<>();
    try (Stream<Path> listed = Files.list(directory)) {
      listed.map(entry -> String.valueOf(entry.getFileName())).forEach(entries::add);
    }
    entries.removeAll(NO_CONTENT);
    if (entries.isEmpty()) {
      return new New();
    }
    if (Files.exists(MasterKey.in(directory.resolve(Layout.KEYS)))) {
      return new Damaged(List.of(Marker.FILE + " is missing"));
    }
    return new NotOurs(entries.iterator().next());
  }

  private static DirectoryCondition whole(Path directory, Marker marker) throws IOException {
    List<String> problems = new ArrayList<>();
    for (String part : Layout.IRREPLACEABLE) {
      if (!Files.isDirectory(directory.resolve(part))) {
        problems.add(part + "/ is missing");
      }
    }
    Path keys = directory.resolve(Layout.KEYS);
    if (Files.isDirectory(keys)) {
      MasterKey.problemIn(keys).ifPresent(problems::add);
    }
    return problems.isEmpty() ? new Ready(marker) : new Damaged(List.copyOf(problems));
  }
}
