package ai.altertable.launcher.command;

import ai.altertable.launcher.backup.Backup;
import ai.altertable.launcher.server.BackupOf;
import ai.altertable.launcher.server.Console;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "backup",
    description = {
      "Takes a backup of a data directory, also while the server runs and is written to.",
      "It holds a committed state of all databases, users and keys. An earlier backup in the same"
          + " place is replaced when the new one is whole; objects that it has are not copied again."
    },
    mixinStandardHelpOptions = true,
    versionProvider = CommandLines.ProgramVersion.class,
    sortOptions = false)
final class BackupCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private RuntimeOptions runtime;
  @Mixin private LogOptions logging;
  @Mixin private DataDirectoryOption data;

  @Parameters(
      paramLabel = "TARGET",
      description = "A directory: a new one, or one with an earlier backup of the same data.")
  private Path target;

  @Override
  public void run() {
    Backup.Summary taken =
        BackupOf.take(
            data.path(), runtime.directory(), target, logging.read(spec), Console.ofThisProcess());
    CommandLines.say(
        spec,
        "The backup in %s is whole: the state of %s, %d objects (%d new) of %d MB, and %d MB beside them. It holds the keys: keep it as secret as the data directory."
            .formatted(
                taken.target(),
                taken.takenAt(),
                taken.objects(),
                taken.fresh(),
                taken.objectBytes() >> 20,
                taken.stateBytes() >> 20));
  }
}
