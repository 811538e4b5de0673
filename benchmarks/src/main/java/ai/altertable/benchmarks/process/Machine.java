package ai.altertable.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where figures come from: they mean little without.
///
/// @param commit with a + when there are changes that are not committed
/// @param load the mean number of waiting or running threads in the last minute, at the start
public record Machine(
    String processor, int cores, long memory, String system, String commit, String load) {
  public static Machine inspect(Path home) {
    return new Machine(
        field("/proc/cpuinfo", "model name"),
        Runtime.getRuntime().availableProcessors(),
        memoryBytes(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        commit(home),
        text("/proc/loadavg").split(" ", 2)[0]);
  }

  static long memoryBytes() {
    return Long.parseLong(field("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) << 10;
  }

  private static String field(String file, String name) {
    return text(file)
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }

  private static String text(String file) {
    try {
      return Files.readString(Path.of(file), StandardCharsets.UTF_8);
    } catch (IOException noProc) {
      throw new UncheckedIOException("the benchmarks need Linux's /proc", noProc);
    }
  }

  private static String commit(Path home) {
    String head = git(home, "rev-parse", "--short", "HEAD");
    if (head.isEmpty()) {
      return "unknown";
    }
    return git(home, "status", "--porcelain", "--untracked-files=no").isEmpty() ? head : head + "+";
  }

  private static String git(Path home, String... arguments) {
    ProcessBuilder command = new ProcessBuilder("git", "-C", home.toString());
    command.command().addAll(List.of(arguments));
    try {
      Process process = command.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? output.strip() : "";
    } catch (IOException noGit) {
      return "";
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
