package ai.altertable.benchmarks.process;

import java.util.List;
import java.util.stream.Stream;

/// A process and all that it has started.
public record ProcessTree(ProcessHandle root) {
  /// A process in it, with its memory.
  ///
  /// @param proportional resident bytes, shared ones divided among those who share
  /// @param resident resident bytes
  public record Member(long pid, String command, long proportional, long resident) {}

  public double cpuSeconds() {
    return handles().mapToDouble(handle -> ProcFiles.cpuSeconds(handle.pid())).sum();
  }

  public List<Member> members() {
    return handles()
        .map(ProcessHandle::pid)
        .map(pid ->
            new Member(
                pid,
                ProcFiles.commandLine(pid),
                ProcFiles.proportionalBytes(pid),
                ProcFiles.residentBytes(pid)))
        .toList();
  }

  private Stream<ProcessHandle> handles() {
    return Stream.concat(Stream.of(root), root.descendants());
  }
}
