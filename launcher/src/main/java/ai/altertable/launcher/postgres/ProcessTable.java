package ai.altertable.launcher.postgres;

import java.util.List;

/// What the operating system knows of PostgreSQL's processes. Told apart by proof, never by a
/// process id alone: ids are used again.
interface ProcessTable {
  /// The processes that provably work in this cluster. An implementation that sees no more than the
  /// process named in `postmaster.pid` answers with that one at most.
  List<Long> workingIn(Cluster cluster, PostmasterFile postmaster);

  /// Whether a live process provably has nothing to do with this cluster.
  boolean foreign(long pid, Cluster cluster);
}
