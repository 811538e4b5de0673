package ai.altertable.benchmarks.process;

import ai.altertable.benchmarks.measure.Usage;
import ai.altertable.benchmarks.measure.UsageClock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Who uses the processors: the processes that are watched, this program, and the rest.
public final class Usages implements UsageClock {
  private final List<ProcessTree> watched = new CopyOnWriteArrayList<>();

  public void watch(Process process) {
    watched.add(new ProcessTree(process.toHandle()));
  }

  @Override
  public Usage now() {
    double measured = watched.stream().mapToDouble(ProcessTree::cpuSeconds).sum();
    double client = ProcFiles.cpuSeconds(ProcessHandle.current().pid());
    return new Usage(measured, client, ProcFiles.busySeconds() - measured - client);
  }
}
