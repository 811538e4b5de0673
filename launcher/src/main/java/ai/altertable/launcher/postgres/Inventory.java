package ai.altertable.launcher.postgres;

import ai.altertable.launcher.datadir.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// How many files a directory holds and how long they are together, noted in a file of its own. A
/// cheaper proof that nothing is missing than to wait for a thousand small files to reach the disk:
/// what a power loss has cut off is shorter.
record Inventory(long files, long bytes) {
  private static final String FILE = "inventory";

  static void note(Path directory) throws IOException {
    byte[] text = (of(directory) + "\n").getBytes(StandardCharsets.UTF_8);
    DurableFiles.replace(directory.resolve(FILE), text);
  }

  /// Whether the directory is there and holds what was noted.
  static boolean matches(Path directory) throws IOException {
    try {
      return Files.readString(directory.resolve(FILE)).equals(of(directory) + "\n");
    } catch (NoSuchFileException missing) {
      return false;
    }
  }

  private static Inventory of(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> walked = Files.walk(directory)) {
      files =
          walked
              .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
              .filter(file -> !file.equals(directory.resolve(FILE)))
              .toList();
    }
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    return new Inventory(files.size(), bytes);
  }
}
