package ai.altertable.launcher.backup;

import ai.altertable.launcher.datadir.DurableFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The objects of a data directory, while workers write there and clean up.
///
/// @param root the local object store
record ObjectTree(Path root) {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectTree.class);

  /// Files of commits whose answer is lost have their only name here, below two directories.
  private static final String SECOND_NAMES = ".committing";

  private static final int SECOND_NAMES_DEPTH = 3;
  private static final String PINNED = ".backup-";

  /// Where the files lie of each name that has no directories.
  Map<String, List<Path>> byName() throws IOException {
    Map<String, List<Path>> files = new HashMap<>();
    walk(file ->
        files
            .computeIfAbsent(String.valueOf(file.getFileName()), _ -> new ArrayList<>(1))
            .add(file));
    return files;
  }

  /// Gives all files a second name each, so that nobody's cleaning up takes them away.
  ///
  /// @return where; empty when this file system has no hard links
  Optional<ObjectTree> pin() throws IOException {
    deleteAbandoned();
    ObjectTree pinned =
        new ObjectTree(
            root.resolve(PINNED + ProcessHandle.current().pid() + "-" + System.nanoTime()));
    DurableFiles.createOwnerDirectory(pinned.root());
    try {
      walk(file -> link(file, pinned.root().resolve(root.relativize(file).toString())));
      return Optional.of(pinned);
    } catch (UnsupportedOperationException | IOException noLinks) {
      LOG.info("objects are copied where they are: {}", noLinks.toString());
      pinned.delete();
      return Optional.empty();
    }
  }

  private static void link(Path file, Path second) throws IOException {
    Files.createDirectories(second.resolveSibling(""));
    try {
      Files.createLink(second, file);
    } catch (NoSuchFileException gone) {
      LOG.debug("{} went away", file);
    }
  }

  /// The path from the object store's root by which the metadata finds a file.
  Path home(Path file) {
    Path relative = root.relativize(file);
    return relative.startsWith(SECOND_NAMES)
        ? relative.subpath(SECOND_NAMES_DEPTH, relative.getNameCount())
        : relative;
  }

  void delete() throws IOException {
    DurableFiles.deleteTree(root);
  }

  private void deleteAbandoned() throws IOException {
    try (DirectoryStream<Path> pins = Files.newDirectoryStream(root, PINNED + "*")) {
      for (Path pin : pins) {
        String pid = String.valueOf(pin.getFileName()).replaceAll("\\D*(\\d+)-.*", "$1");
        if (ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
          new ObjectTree(pin).delete();
        }
      }
    }
  }

  @FunctionalInterface
  private interface Visit {
    void file(Path file) throws IOException;
  }

  private void walk(Visit visit) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            boolean pin =
                !directory.equals(root)
                    && String.valueOf(directory.getFileName()).startsWith(PINNED);
            return pin ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile()) {
              visit.file(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            return tolerated(failure);
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            return failure == null ? FileVisitResult.CONTINUE : tolerated(failure);
          }
        });
  }

  private static FileVisitResult tolerated(IOException failure) throws IOException {
    if (failure instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw failure;
  }
}
