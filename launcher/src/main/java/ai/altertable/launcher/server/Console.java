package ai.altertable.launcher.server;

import java.io.PrintStream;

/// What the operator reads in the terminal. Not the log: that is for later.
public record Console(PrintStream out) {
  public static Console ofThisProcess() {
    return new Console(System.out);
  }

  /// A step that may take a while.
  public void step(String what) {
    out.println("  " + what);
    out.flush();
  }

  public void print(String text) {
    out.print(text);
    out.flush();
  }
}
