package ai.altertable.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewSessionTest {
  @TempDir Path directory;

  /// Prints the id of the process and of its session.
  private static final List<String> WHO =
      List.of("/bin/sh", "-c", "echo $$ $(ps -o sid= -p $$) \"$1\"", "sh", "a b");

  private static void assertOwnSession(NewSession session) throws IOException {
    Process process = new ProcessBuilder(session.wrap(WHO)).start();
    String answer =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(answer).isEqualTo(process.pid() + " " + process.pid() + " a b");
  }

  private NewSession onlyWith(String program) throws IOException {
    Path found = Executables.ofThisProcess().find(program).orElse(directory);
    assumeTrue(Files.isRegularFile(found), program + " is not on this machine");
    Files.createSymbolicLink(directory.resolve(program), found);
    return NewSession.with(new Executables(List.of(directory)));
  }

  @Test
  void setsidMakesASessionAndKeepsTheProcessId() throws IOException {
    assertOwnSession(onlyWith("setsid"));
  }

  @Test
  void perlDoesWhereSetsidIsMissing() throws IOException {
    assertOwnSession(onlyWith("perl"));
  }

  @Test
  void commandRunsAsItIsWhereBothAreMissing() {
    NewSession none = NewSession.with(new Executables(List.of(directory)));
    assertThat(none.wrap(WHO)).isEqualTo(WHO);
  }
}
