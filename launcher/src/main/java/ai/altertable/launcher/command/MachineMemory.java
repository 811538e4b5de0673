package ai.altertable.launcher.command;

import ai.altertable.foundation.lifecycle.DataSize;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// How much memory this machine, or the container around us, has.
final class MachineMemory {
  private MachineMemory() {}

  static DataSize half() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return DataSize.ofMebibytes(Math.max(256, system.getTotalMemorySize() >> 21));
  }
}
