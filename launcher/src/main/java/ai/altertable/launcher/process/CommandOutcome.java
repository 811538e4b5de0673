package ai.altertable.launcher.process;

import java.util.List;

/// What became of a command that was run to its end.
public sealed interface CommandOutcome {
  /// @param lines the last lines of standard output and standard error
  record Ended(int status, List<String> lines) implements CommandOutcome {}

  /// It took too long and was killed.
  record TimedOut(List<String> lines) implements CommandOutcome {}

  record NotStarted(String reason) implements CommandOutcome {}

  default boolean succeeded() {
    return this instanceof Ended ended && ended.status() == 0;
  }

  default List<String> lines() {
    return switch (this) {
      case Ended ended -> ended.lines();
      case TimedOut timedOut -> timedOut.lines();
      case NotStarted _ -> List.of();
    };
  }

  /// How it ended and the last thing it said, for a message.
  default String lastWords() {
    String last =
        lines().reversed().stream().filter(line -> !line.isBlank()).findFirst().orElse("");
    String end =
        switch (this) {
          case Ended ended -> "ended with status " + ended.status();
          case TimedOut _ -> "took too long";
          case NotStarted notStarted -> "could not be started: " + notStarted.reason();
        };
    return last.isEmpty() ? end : end + " (" + last.strip() + ")";
  }
}
