package ai.altertable.launcher.extension;

import ai.altertable.launcher.datadir.DurableFiles;
import ai.altertable.launcher.datadir.ProgramFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;

/// The directory from which DuckDB loads extensions. A file appears in it whole, by a rename, and
/// is on the disk by then, so several servers may fill it at once.
///
/// @param root DuckDB's `extension_directory`
record ExtensionStore(Path root, ExtensionTarget target, InstantSource clock) {
  private static final String STAGING = ".staging-";
  private static final Duration ABANDONED_AFTER = Duration.ofHours(1);

  Path file(String extension) {
    return target.file(root, extension);
  }

  /// Whether the extension is there and fits.
  boolean has(String extension) throws IOException {
    return ExtensionFooter.problem(file(extension), target).isEmpty();
  }

  /// An empty directory on the same file system.
  Path stage() throws IOException {
    ProgramFiles.createDirectory(root);
    deleteAbandoned();
    return Files.createTempDirectory(root, STAGING);
  }

  private void deleteAbandoned() throws IOException {
    FileTime limit = FileTime.from(clock.instant().minus(ABANDONED_AFTER));
    try (DirectoryStream<Path> staged = Files.newDirectoryStream(root, STAGING + "*")) {
      for (Path directory : staged) {
        if (isOlder(directory, limit)) {
          DurableFiles.deleteTree(directory);
        }
      }
    }
  }

  /// Not of one that its owner removes meanwhile.
  private static boolean isOlder(Path directory, FileTime limit) throws IOException {
    try {
      return Files.getLastModifiedTime(directory).compareTo(limit) < 0;
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  /// Takes a file in, unless it does not fit.
  ///
  /// @param staging a directory of [#stage]
  /// @return why it does not
  Optional<String> take(String extension, Path brought, Path staging) throws IOException {
    Optional<String> problem = ExtensionFooter.problem(brought, target);
    if (problem.isPresent()) {
      return problem.map(what -> "the file it gave is " + what);
    }
    Path own = Files.copy(brought, staging.resolve("checked"));
    ProgramFiles.openToAll(own);
    DurableFiles.sync(own);
    ProgramFiles.createDirectory(Objects.requireNonNull(file(extension).getParent()));
    DurableFiles.rename(own, file(extension));
    return Optional.empty();
  }
}
