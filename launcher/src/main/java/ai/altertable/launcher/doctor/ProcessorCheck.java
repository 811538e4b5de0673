package ai.altertable.launcher.doctor;

import ai.altertable.launcher.check.Check;
import ai.altertable.launcher.check.Finding;
import ai.altertable.launcher.process.Machine;

/// The kind of machine, its processors, and how many threads are to compute on them.
///
/// @param threads that compute
/// @param processors that this process may use: a control group may allow fewer than there are
record ProcessorCheck(int threads, int processors) implements Check {
  static ProcessorCheck ofThisMachine(int threads) {
    return new ProcessorCheck(threads, Runtime.getRuntime().availableProcessors());
  }

  @Override
  public String name() {
    return "processors";
  }

  @Override
  public Finding look() {
    Machine machine = Machine.current();
    String seen =
        "%s on %s%s, %d processors for %d threads."
            .formatted(
                machine.system(),
                machine.architecture(),
                machine.musl() ? " with musl" : "",
                processors,
                threads);
    return threads > processors
        ? new Finding.Warning(
            seen,
            "Set --worker-threads to %d: more do not compute faster and take memory."
                .formatted(processors))
        : new Finding.Fine(seen);
  }
}
