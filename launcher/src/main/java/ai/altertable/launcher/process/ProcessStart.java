package ai.altertable.launcher.process;

import java.io.IOException;

/// How a process is started, when all about it is said.
@FunctionalInterface
public interface ProcessStart {
  /// @throws IOException when the program is missing or the machine refuses another process
  Process start(ProcessBuilder builder) throws IOException;
}
