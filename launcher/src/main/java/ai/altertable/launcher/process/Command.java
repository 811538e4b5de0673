package ai.altertable.launcher.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program that is run to its end.
///
/// @param words the program and its arguments; no shell looks at them
/// @param environment all that it gets: nothing is inherited
public record Command(List<String> words, Map<String, String> environment, Path directory) {
  private static final int LINES_MAX = 100;

  public Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /// Waits for the end. Nothing can be typed to the program. When it takes too long, or the caller
  /// is interrupted, it is killed with all that it has started.
  public CommandOutcome run(Duration within) {
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return await(builder.start(), within);
    } catch (IOException refused) {
      return new CommandOutcome.NotStarted(String.valueOf(refused.getMessage()).strip());
    }
  }

  private static CommandOutcome await(Process process, Duration within) {
    RecentLines lines = new RecentLines(LINES_MAX);
    LineReader reader = new LineReader(process.getInputStream(), lines);
    Thread output = Thread.ofPlatform().daemon().name("command-output").start(reader::readAll);
    try {
      if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
        kill(process);
        return new CommandOutcome.TimedOut(lines.lines());
      }
      output.join(Duration.ofSeconds(1));
      return new CommandOutcome.Ended(process.exitValue(), lines.lines());
    } catch (InterruptedException interrupted) {
      kill(process);
      Thread.currentThread().interrupt();
      return new CommandOutcome.NotStarted("interrupted");
    }
  }

  private static void kill(Process process) {
    List<ProcessHandle> family = process.descendants().toList();
    process.toHandle().destroyForcibly();
    family.forEach(ProcessHandle::destroyForcibly);
  }
}
