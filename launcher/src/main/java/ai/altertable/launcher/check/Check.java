package ai.altertable.launcher.check;

import java.io.IOException;

/// Looks at one thing that a server needs. Changes nothing, whether a server runs or not; may take
/// long or fail, which its caller takes for a finding as well.
public interface Check {
  /// What it looks at, in a word or two; stays the same from version to version.
  String name();

  /// @throws ai.altertable.launcher.StartupFailure when this would keep a server from starting
  Finding look() throws IOException, InterruptedException;
}
