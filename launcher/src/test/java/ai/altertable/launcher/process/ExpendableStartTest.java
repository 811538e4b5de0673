package ai.altertable.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ExpendableStartTest {
  private static final Path OURS = Path.of("/proc/self/oom_score_adj");

  @Test
  void processIsTheFirstThatTheKernelEndsForMemoryAndItsParentIsNot() throws IOException {
    assumeTrue(Files.exists(OURS), "this system has no such order");
    String ours = Files.readString(OURS);
    Process process =
        new ExpendableStart(ProcessBuilder::start).start(new ProcessBuilder("sleep", "60"));
    try {
      assertThat(Path.of("/proc/" + process.pid() + "/oom_score_adj")).hasContent("1000\n");
      assertThat(OURS).hasContent(ours);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void processThatHasEndedAtOnceHasStartedAllTheSame() throws IOException {
    Process process = new ExpendableStart(ProcessBuilder::start).start(new ProcessBuilder("true"));
    assertThat(process.onExit().join().exitValue()).isZero();
  }
}
