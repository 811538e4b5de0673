package ai.altertable.launcher.datadir;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What is unpacked or downloaded to be run. It holds no secrets, and whoever unpacked it, every
/// user of the machine may start the program from it. Never anything of a data directory.
public final class ProgramFiles {
  private static final Set<PosixFilePermission> PROGRAM =
      PosixFilePermissions.fromString("rwxr-xr-x");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-r--r--");

  private ProgramFiles() {}

  /// Makes a directory that everybody can enter, with its parents. Leaves what is there as it is.
  public static void createDirectory(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      createDirectory(parent);
    }
    try {
      Files.createDirectory(directory);
    } catch (FileAlreadyExistsException another) {
      if (Files.isDirectory(directory)) {
        return;
      }
      throw another;
    }
    Files.setPosixFilePermissions(directory, PROGRAM);
  }

  /// Lets everybody read a file, or a directory with all that is in it, whatever the umask.
  public static void openToAll(Path tree) throws IOException {
    List<Path> paths;
    try (Stream<Path> walked = Files.walk(tree)) {
      paths = walked.filter(path -> !Files.isSymbolicLink(path)).toList();
    }
    for (Path path : paths) {
      Files.setPosixFilePermissions(path, isEnteredOrRun(path) ? PROGRAM : FILE);
    }
  }

  private static boolean isEnteredOrRun(Path path) throws IOException {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
        || Files.getPosixFilePermissions(path).contains(PosixFilePermission.OWNER_EXECUTE);
  }
}
