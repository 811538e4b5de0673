package ai.altertable.launcher.doctor;

import ai.altertable.launcher.check.Check;
import ai.altertable.launcher.check.Finding;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// How many files and connections a process may have open.
///
/// @param limit of a process, inherited by those that it starts
record OpenFilesCheck(long limit) implements Check {
  /// A thousand connections, each with one to the worker, and the files of the queries.
  private static final long NEEDED = 4_096;

  static OpenFilesCheck ofThisProcess() {
    return new OpenFilesCheck(
        ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
            .getMaxFileDescriptorCount());
  }

  @Override
  public String name() {
    return "open files";
  }

  @Override
  public Finding look() {
    String seen = "A process may have %d files and connections open.".formatted(limit);
    return limit < NEEDED
        ? new Finding.Warning(
            seen,
            "Raise the limit to %d or more: ulimit -n, or LimitNOFILE of the service."
                .formatted(NEEDED))
        : new Finding.Fine(seen);
  }
}
