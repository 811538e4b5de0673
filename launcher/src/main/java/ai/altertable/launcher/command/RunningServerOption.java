package ai.altertable.launcher.command;

import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.admin.AdminClient;
import ai.altertable.launcher.datadir.DataDirectory;
import ai.altertable.launcher.datadir.SocketDirectory;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;

/// Which running server a command is for.
final class RunningServerOption {
  @Mixin private DataDirectoryOption dataDirectory;

  /// @throws StartupFailure when none runs
  AdminClient server() {
    Path path = DataDirectory.require(dataDirectory.path());
    return AdminClient.find(SocketDirectory.of(path))
        .orElseThrow(() ->
            new StartupFailure(
                "No server runs on the data directory " + path + ".",
                "Name the one of a server that runs with --data-dir."));
  }
}
