package ai.altertable.launcher.server;

import ai.altertable.launcher.log.LogFormat;
import java.io.PrintStream;

/// What the operator reads in the terminal. Not the log: that is for later. Where logs are JSON
/// each line is an object here too, for whoever collects what processes print.
public record Console(PrintStream out, LogFormat format) {
  public static Console ofThisProcess() {
    return ofThisProcess(LogFormat.TEXT);
  }

  public static Console ofThisProcess(LogFormat format) {
    return new Console(System.out, format);
  }

  /// A step that may take a while.
  public void step(String what) {
    print("  " + what + "\n");
  }

  /// @param text whole lines
  public void print(String text) {
    switch (format) {
      case TEXT -> out.print(text);
      case JSON ->
          text.lines()
              .filter(line -> !line.isBlank())
              .map(format.ofConsole())
              .forEach(out::println);
    }
    out.flush();
  }
}
