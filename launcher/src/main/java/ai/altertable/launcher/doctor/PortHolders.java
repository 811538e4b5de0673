package ai.altertable.launcher.doctor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Which process listens on a port, by Linux's `/proc`; of other users' processes only root sees
/// it. Empty wherever that cannot be told.
///
/// ```
///   /proc/net/tcp   sl  local_address  rem_address  st  …  inode      st 0A listens (proc_net_tcp)
///   /proc/7/fd/12 -> socket:[inode]
/// ```
///
/// @param proc `/proc`
record PortHolders(Path proc) {
  private static final String LISTENS = "0A";
  private static final int STATE = 3;
  private static final int INODE = 9;

  Optional<Long> holder(int port) {
    try {
      Set<String> sockets = new TreeSet<>();
      for (String table : new String[] {"net/tcp", "net/tcp6"}) {
        if (Files.isReadable(proc.resolve(table))) {
          collect(proc.resolve(table), "%04X".formatted(port), sockets);
        }
      }
      return sockets.isEmpty() ? Optional.empty() : ownerOfOne(sockets);
    } catch (IOException hidden) {
      return Optional.empty();
    }
  }

  private static void collect(Path table, String port, Set<String> sockets) throws IOException {
    for (String line : Files.readAllLines(table)) {
      String[] words = line.strip().split("\\s+", -1);
      if (words.length > INODE && words[1].endsWith(":" + port) && words[STATE].equals(LISTENS)) {
        sockets.add("socket:[" + words[INODE] + "]");
      }
    }
  }

  private Optional<Long> ownerOfOne(Set<String> sockets) throws IOException {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        if (hasOpen(process.resolve("fd"), sockets)) {
          return Optional.of(Long.valueOf(String.valueOf(process.getFileName())));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean hasOpen(Path descriptors, Set<String> sockets) {
    try (DirectoryStream<Path> links = Files.newDirectoryStream(descriptors)) {
      for (Path link : links) {
        if (sockets.contains(Files.readSymbolicLink(link).toString())) {
          return true;
        }
      }
    } catch (IOException endedOrHidden) {
      return false;
    }
    return false;
  }
}
