package ai.altertable.launcher.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/// The data directory of the server that a command is about.
final class DataDirectoryOption {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "The server's data directory. Default: ${DEFAULT-VALUE}")
  private Path directory;

  Path path() {
    return directory.toAbsolutePath().normalize();
  }
}
