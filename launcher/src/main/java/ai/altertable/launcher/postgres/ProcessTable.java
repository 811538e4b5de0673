package ai.altertable.launcher.postgres;

import ai.altertable.launcher.process.Executables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What the operating system knows of PostgreSQL's processes. Told apart by proof, never by a
/// process id alone: ids are used again.
interface ProcessTable {
  static ProcessTable ofThisMachine() {
    Path proc = Path.of("/proc");
    return Files.exists(proc.resolve("self/cwd"))
        ? new ProcTable(proc)
        : new PsTable(Executables.ofThisProcess().find("ps").orElse(Path.of("/bin/ps")));
  }

  /// The processes that provably work in this cluster. An implementation that sees no more than the
  /// process named in `postmaster.pid` answers with that one at most.
  List<Long> workingIn(Cluster cluster, PostmasterFile postmaster);

  /// Whether a live process provably has nothing to do with this cluster.
  boolean foreign(long pid, Cluster cluster);
}
