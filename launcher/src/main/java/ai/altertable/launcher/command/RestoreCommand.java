package ai.altertable.launcher.command;

import ai.altertable.launcher.backup.Restore;
import ai.altertable.launcher.server.Console;
import java.nio.file.Path;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "restore",
    description = {
      "Makes a data directory of a backup.",
      "Only of a backup that is whole, and only where nothing is."
    },
    mixinStandardHelpOptions = true,
    versionProvider = CommandLines.ProgramVersion.class,
    sortOptions = false)
final class RestoreCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private DataDirectoryOption data;

  @Parameters(paramLabel = "SOURCE", description = "The directory that the backup was taken into.")
  private Path source;

  @Override
  public void run() {
    Console console = Console.ofThisProcess();
    Instant takenAt = new Restore(source.toAbsolutePath(), console::step).into(data.path());
    CommandLines.say(
        spec,
        "%s is as it was at %s. Start the server on it with `altertable start`."
            .formatted(data.path(), takenAt));
  }
}
