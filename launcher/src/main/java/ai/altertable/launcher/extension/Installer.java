package ai.altertable.launcher.extension;

import java.nio.file.Path;

/// DuckDB's own `INSTALL`. May be called by several threads at once, may fail, and may take long.
@FunctionalInterface
public interface Installer {
  /// Installs an extension with the given `extension_directory`.
  void install(String extension, Path extensionDirectory) throws Exception;
}
