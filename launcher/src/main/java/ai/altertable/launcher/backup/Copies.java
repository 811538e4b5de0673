package ai.altertable.launcher.backup;

import ai.altertable.launcher.datadir.DurableFiles;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Copies of files that are on the disk when that is asked for.
final class Copies {
  private final Set<Path> directories = new TreeSet<>();

  /// A file that never changes any more: a second name where that is possible, else a copy, which
  /// has its name only when it is whole and on the disk.
  void link(Path from, Path to) throws IOException {
    makeParents(to);
    Files.deleteIfExists(to);
    try {
      Files.createLink(to, from);
    } catch (UnsupportedOperationException | FileSystemException elsewhere) {
      Path fresh = to.resolveSibling("." + to.getFileName() + ".new");
      copy(from, fresh);
      Files.move(fresh, to, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /// With its permissions.
  void copy(Path from, Path to) throws IOException {
    makeParents(to);
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    DurableFiles.sync(to);
  }

  /// All files and directories below a directory.
  void copyTree(Path from, Path to) throws IOException {
    List<Path> paths;
    try (Stream<Path> tree = Files.walk(from)) {
      paths = tree.toList();
    }
    for (Path path : paths) {
      Path copy = to.resolve(from.relativize(path).toString());
      if (Files.isDirectory(path)) {
        makeParents(copy);
        DurableFiles.createOwnerDirectory(copy);
        directories.add(copy);
      } else {
        copy(path, copy);
      }
    }
  }

  private void makeParents(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null && directories.add(parent)) {
      if (!Files.isDirectory(parent)) {
        makeParents(parent);
        DurableFiles.createOwnerDirectory(parent);
      }
    }
  }

  /// Waits until the names are on the disk too.
  void sync() throws IOException {
    for (Path directory : directories) {
      DurableFiles.sync(directory);
    }
  }

  /// Waits until all files below a directory are on the disk, with their names.
  static void syncTree(Path directory) throws IOException {
    List<Path> paths;
    try (Stream<Path> tree = Files.walk(directory)) {
      paths = tree.toList();
    }
    for (Path path : paths) {
      DurableFiles.sync(path);
    }
  }
}
