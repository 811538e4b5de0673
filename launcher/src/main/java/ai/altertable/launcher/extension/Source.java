package ai.altertable.launcher.extension;

import java.io.IOException;
import java.nio.file.Path;

/// A place that extensions come from.
interface Source {
  /// What an attempt has brought.
  sealed interface Attempt {
    /// A file, to be checked and moved or copied away.
    record Brought(Path file) implements Attempt {}

    /// @param reason one line, for the operator
    record Failed(String reason) implements Attempt {}
  }

  /// For messages: "… from NAME".
  String name();

  /// Whether trying takes so long that the operator should know.
  boolean slow();

  /// @param staging an empty directory of this attempt's own
  Attempt bring(String extension, Path staging) throws IOException, InterruptedException;
}
