package ai.altertable.launcher;

import ai.altertable.launcher.command.CommandLines;

/// The main of `altertable`.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(CommandLines.run(arguments, System.getenv()));
  }
}
