package ai.altertable.launcher.command;

import ai.altertable.launcher.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "version", description = "Prints the version.")
final class VersionCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().getOut().println("altertable " + Version.CURRENT);
    spec.commandLine().getOut().flush();
  }
}
