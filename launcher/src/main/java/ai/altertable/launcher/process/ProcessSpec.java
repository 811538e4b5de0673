package ai.altertable.launcher.process;

import ai.altertable.foundation.lifecycle.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// How to start one child process.
///
/// @param command the program by its absolute path, and its arguments; no shell looks at them
/// @param environment all that the child gets: nothing is inherited
/// @param directory where it runs
/// @param firstInput what it can read first from standard input, at most 65,536 characters; the
///   place for secrets, which neither the command nor the environment hides. Standard input stays
///   open afterwards: it is the child's [Lifeline].
/// @param output takes each line of standard output and standard error, on a thread of its own
/// @param stopWithin how long the child may take to end by itself before it is killed
/// @param start by which the machine is asked for the process
public record ProcessSpec(
    List<String> command,
    Map<String, String> environment,
    Path directory,
    Secret firstInput,
    Consumer<String> output,
    Duration stopWithin,
    ProcessStart start) {
  private static final int FIRST_INPUT_CHARS_MAX = 64 << 10;
  private static final Secret NOTHING = new Secret("");

  public ProcessSpec {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    if (command.isEmpty() || !Path.of(command.getFirst()).isAbsolute()) {
      throw new IllegalArgumentException("a command begins with a program's absolute path");
    }
    if (firstInput.value().length() > FIRST_INPUT_CHARS_MAX) {
      throw new IllegalArgumentException(
          "the first input is longer than " + FIRST_INPUT_CHARS_MAX + " characters");
    }
  }

  /// A child with an empty environment and no first input, and ten seconds to stop.
  public static ProcessSpec of(List<String> command, Path directory, Consumer<String> output) {
    return new ProcessSpec(
        command,
        Map.of(),
        directory,
        NOTHING,
        output,
        Duration.ofSeconds(10),
        ProcessBuilder::start);
  }

  public ProcessSpec withEnvironment(Map<String, String> entries) {
    return new ProcessSpec(command, entries, directory, firstInput, output, stopWithin, start);
  }

  public ProcessSpec withFirstInput(Secret input) {
    return new ProcessSpec(command, environment, directory, input, output, stopWithin, start);
  }

  public ProcessSpec withStopWithin(Duration deadline) {
    return new ProcessSpec(command, environment, directory, firstInput, output, deadline, start);
  }

  public ProcessSpec withStart(ProcessStart way) {
    return new ProcessSpec(command, environment, directory, firstInput, output, stopWithin, way);
  }
}
