package ai.altertable.launcher.command;

import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.admin.AdminClient;
import ai.altertable.launcher.datadir.DataDirectory;
import ai.altertable.launcher.datadir.SocketDirectory;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Which running server a command is for.
final class RunningServerOption {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "The server's data directory. Default: ${DEFAULT-VALUE}")
  private Path dataDirectory;

  /// @throws StartupFailure when none runs
  AdminClient server() {
    Path path = DataDirectory.require(dataDirectory.toAbsolutePath().normalize());
    return AdminClient.find(SocketDirectory.of(path))
        .orElseThrow(() ->
            new StartupFailure(
                "No server runs on the data directory " + path + ".",
                "Name the one of a server that runs with --data-dir."));
  }
}
