package ai.altertable.launcher.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts processes that are the first to go when the machine has no memory left: Linux's
/// out-of-memory killer takes them before any other one. They can be started again, and lose
/// nothing. (proc_pid_oom_score_adj(5): everybody may raise it for its own.)
///
/// @param start by which the process is started
public record ExpendableStart(ProcessStart start) implements ProcessStart {
  private static final Logger LOG = LoggerFactory.getLogger(ExpendableStart.class);
  private static final String FIRST_OF_ALL = "1000";

  @Override
  public Process start(ProcessBuilder builder) throws IOException {
    Process process = start.start(builder);
    Path adjustment = Path.of("/proc", Long.toString(process.pid()), "oom_score_adj");
    if (Files.exists(adjustment)) {
      try {
        Files.writeString(adjustment, FIRST_OF_ALL);
      } catch (IOException refused) {
        LOG.warn(
            "when memory runs out, the kernel may end others before process {}: {}",
            process.pid(),
            refused.getMessage());
      }
    }
    return process;
  }
}
