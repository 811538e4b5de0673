package ai.altertable.launcher.doctor;

import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.launcher.check.Check;
import ai.altertable.launcher.check.Finding;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// Whether the machine, or the control group that limits this process, has the memory that the
/// server is told to use.
///
/// @param engine what the worker's engine may use
/// @param machine what there is
record MemoryCheck(DataSize engine, DataSize machine) implements Check {
  /// The server's and the worker's Java machines, and PostgreSQL.
  private static final DataSize AROUND = DataSize.ofMebibytes(1200);

  static MemoryCheck ofThisMachine(DataSize engine) {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new MemoryCheck(engine, DataSize.ofMebibytes(system.getTotalMemorySize() >> 20));
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public Finding look() {
    String seen =
        "The engine may use %s of the %s that this machine or container has."
            .formatted(engine, machine);
    long left = machine.bytes() - AROUND.bytes();
    if (engine.bytes() <= left) {
      return new Finding.Fine(seen);
    }
    String rest = seen + " All other processes of the server need up to " + AROUND + " more.";
    String advice =
        left > 0
            ? "Set --worker-memory to %d MiB at most, or add memory.".formatted(left >> 20)
            : "Add memory.";
    return engine.bytes() > machine.bytes()
        ? new Finding.Problem(rest, advice)
        : new Finding.Warning(rest, advice);
  }
}
