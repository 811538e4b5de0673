package ai.altertable.launcher.server;

import ai.altertable.controlplane.bootstrap.BootstrapFlags;
import java.util.List;

/// The command line's bootstrap flags in the control plane's words.
final class Flags {
  private Flags() {}

  static BootstrapFlags of(ServerConfig config) {
    return new BootstrapFlags(
        config.users(),
        config.readers(),
        config.apiKeys(),
        config.managementKeys(),
        config.environment().map(List::of).orElse(List.of()),
        config.databases());
  }
}
