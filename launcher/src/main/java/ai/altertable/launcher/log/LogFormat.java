package ai.altertable.launcher.log;

import java.time.InstantSource;
import java.util.function.UnaryOperator;

/// The form of log lines.
public enum LogFormat {
  /// For people.
  TEXT,
  /// A JSON object a line (docs/reference/logs.md).
  JSON;

  /// For lines that a process has printed by itself. What is an object of ours already stays so.
  ///
  /// @param process its name in the log
  public UnaryOperator<String> printedBy(String process) {
    return switch (this) {
      case TEXT -> UnaryOperator.identity();
      case JSON -> new PrintedLines(InstantSource.system(), process, "output");
    };
  }

  /// For lines that PostgreSQL writes with the prefix `%m [%p] %q%u@%d `.
  public UnaryOperator<String> ofPostgres() {
    return switch (this) {
      case TEXT -> UnaryOperator.identity();
      case JSON -> new PostgresLines(InstantSource.system());
    };
  }

  /// For lines meant for the terminal.
  public UnaryOperator<String> ofConsole() {
    return switch (this) {
      case TEXT -> UnaryOperator.identity();
      case JSON -> new PrintedLines(InstantSource.system(), "server", "console");
    };
  }
}
