package ai.altertable.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Linux's figures of processes (proc(5)). A process that has ended has used nothing more.
final class ProcFiles {
  private static final Path ROOT = Path.of("/proc");

  /// `sysconf(_SC_CLK_TCK)`, which is 100 on every Linux that Java runs on.
  private static final double TICKS_PER_SECOND = 100;

  /// Of `stat`, counted from the state: utime, stime, and those of children that were waited for.
  private static final int FIRST_TIME = 11;

  private static final int TIMES = 4;

  /// Of the first line of `/proc/stat`: user, nice, system, then idle, iowait, then irq, softirq,
  /// steal.
  private static final List<Integer> BUSY_FIELDS = List.of(1, 2, 3, 6, 7, 8);

  private ProcFiles() {}

  /// Processor seconds of a process, and of its children that have ended.
  static double cpuSeconds(long pid) {
    String line = text(pid, "stat");
    int name = line.lastIndexOf(')');
    if (name < 0) {
      return 0;
    }
    String[] fields = line.substring(name + 2).split(" ", -1);
    long ticks = 0;
    for (int i = FIRST_TIME; i < FIRST_TIME + TIMES; i++) {
      ticks += Long.parseLong(fields[i]);
    }
    return ticks / TICKS_PER_SECOND;
  }

  /// Processor seconds of everything on the machine.
  static double busySeconds() {
    try (Stream<String> lines = Files.lines(ROOT.resolve("stat"))) {
      String[] fields = lines.findFirst().orElse("").split(" +", -1);
      return BUSY_FIELDS.stream().mapToLong(i -> Long.parseLong(fields[i])).sum()
          / TICKS_PER_SECOND;
    } catch (IOException noProc) {
      throw new UncheckedIOException("the benchmarks need Linux's /proc", noProc);
    }
  }

  /// Resident memory of a process, with its share of what it shares with others.
  static long proportionalBytes(long pid) {
    return kilobytes(text(pid, "smaps_rollup"), "Pss:") << 10;
  }

  /// Resident memory of a process, shared or not.
  static long residentBytes(long pid) {
    return kilobytes(text(pid, "smaps_rollup"), "Rss:") << 10;
  }

  static String commandLine(long pid) {
    return text(pid, "cmdline").replace('\0', ' ').strip();
  }

  private static long kilobytes(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  private static String text(long pid, String file) {
    try {
      return Files.readString(ROOT.resolve(pid + "/" + file), StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }
}
