package ai.altertable.launcher.worker;

import ai.altertable.launcher.datadir.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The directories of a hosted worker: a confined one makes none itself but below them.
final class Workspace {
  private static final Logger LOG = LoggerFactory.getLogger(Workspace.class);

  private Workspace() {}

  /// Makes what is missing before the worker starts, and takes the report of a crash out of it.
  ///
  /// @param crashes where the report of the latest crash is kept
  static void prepare(WorkerInstructions instructions, Path crashes) {
    try {
      DurableFiles.createOwnerDirectory(instructions.settings().workspace());
      DurableFiles.createOwnerDirectory(instructions.temporary());
      DurableFiles.createOwnerDirectory(instructions.settings().staging());
      if (Files.exists(instructions.crashReport())) {
        Files.move(instructions.crashReport(), crashes, StandardCopyOption.REPLACE_EXISTING);
        LOG.error("worker {} has crashed; the report is {}", instructions.slug(), crashes);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "the directories of worker " + instructions.slug() + " cannot be used", failure);
    }
  }
}
