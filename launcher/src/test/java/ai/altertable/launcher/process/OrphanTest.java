package ai.altertable.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OrphanTest {
  @Test
  void childrenEndWhenTheServerIsKilled() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process server =
        new ProcessBuilder(
                java.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ServerForOrphans.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader output = server.inputReader()) {
      List<Long> announced =
          List.of(Long.valueOf(output.readLine()), Long.valueOf(output.readLine()));
      List<Long> all = server.descendants().map(ProcessHandle::pid).toList();
      assertThat(all).containsAll(announced).hasSizeGreaterThanOrEqualTo(3);
      server.destroyForcibly();
      assertThat(server.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(
              LiveProcesses.within(
                  Duration.ofSeconds(10), () -> all.stream().noneMatch(LiveProcesses::runs)))
          .isTrue();
    } finally {
      server.descendants().forEach(ProcessHandle::destroyForcibly);
      server.destroyForcibly();
    }
  }
}
