package ai.altertable.launcher.doctor;

import ai.altertable.launcher.check.Check;
import ai.altertable.launcher.check.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Whether a process that crashes leaves its memory in a file, with the passwords in it.
///
/// @param limits of this process, as proc_pid_limits(5) has them
record CoreDumpCheck(Path limits) implements Check {
  private static final String LINE = "Max core file size";

  @Override
  public String name() {
    return "core dumps";
  }

  @Override
  public Finding look() throws IOException {
    if (!Files.isReadable(limits)) {
      return new Finding.Fine("This system does not say whether crashes leave memory in files.");
    }
    try (Stream<String> lines = Files.lines(limits)) {
      boolean off =
          lines.anyMatch(line ->
              line.startsWith(LINE) && line.substring(LINE.length()).strip().startsWith("0 "));
      return off
          ? new Finding.Fine("A crash leaves no memory in files.")
          : new Finding.Warning(
              "A process that crashes leaves its memory in a file, with passwords and data in it.",
              "Start by ./altertable, which switches that off, or by ulimit -c 0.");
    }
  }
}
