package ai.altertable.launcher.postgres;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Linux's `/proc`: every process of a server has the cluster as its working directory.
///
/// @param root `/proc`
record ProcTable(Path root) implements ProcessTable {
  @Override
  public List<Long> workingIn(Cluster cluster, PostmasterFile postmaster) {
    List<Long> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(root, "[0-9]*")) {
      for (Path process : processes) {
        if (isPostgres(process)
            && link(process, "cwd").filter(cluster.directory()::equals).isPresent()) {
          found.add(Long.valueOf(String.valueOf(process.getFileName())));
        }
      }
    } catch (IOException unreadable) {
      return List.copyOf(found);
    }
    return List.copyOf(found);
  }

  @Override
  public boolean foreign(long pid, Cluster cluster) {
    Path process = root.resolve(Long.toString(pid));
    if (ended(process) || (link(process, "exe").isPresent() && !isPostgres(process))) {
      return true;
    }
    return link(process, "cwd").filter(cwd -> !cwd.equals(cluster.directory())).isPresent();
  }

  /// Whether only its entry is left, because nobody has asked for its status (proc_pid_stat(5)).
  private static boolean ended(Path process) {
    try {
      String stat = Files.readString(process.resolve("stat"));
      return "ZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) >= 0;
    } catch (IOException gone) {
      return false;
    }
  }

  private static boolean isPostgres(Path process) {
    return link(process, "exe")
        .map(exe -> String.valueOf(exe.getFileName()))
        .filter(name -> name.equals("postgres") || name.equals("postgres (deleted)"))
        .isPresent();
  }

  /// Empty for a process that has ended, or that this user may not look at.
  private static Optional<Path> link(Path process, String name) {
    try {
      return Optional.of(Files.readSymbolicLink(process.resolve(name)));
    } catch (IOException hidden) {
      return Optional.empty();
    }
  }
}
