package ai.altertable.systemtests.access;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Program;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the processes that run queries and keep metadata inherit from whoever started the server.
@SystemTest
final class ChildProcessIT {
  private static final String SECRET = "of-the-operator-7";

  @TempDir private Path folder;

  @Test
  void childProcessesInheritNeitherVariablesNorDescriptors(Program program) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), SECRET);
    Launch launch =
        Launch.in(program.newDirectory())
            .withVariable("AWS_SECRET_ACCESS_KEY", SECRET)
            .withVariable("PGPASSWORD", SECRET)
            .withVariable("PGHOST", SECRET)
            .withVariable("HTTPS_PROXY", SECRET)
            .withVariable("LD_LIBRARY_PATH", folder.toString())
            .behind(List.of("bash", "-c", "exec 9<" + secret + "; exec \"$@\"", "with-descriptor"));
    try (RunningServer server = program.start(launch)) {
      server.http().query("CREATE TABLE t AS SELECT 1 AS i").orFail();

      assertThat(server.server().environment()).containsEntry("PGPASSWORD", SECRET);
      assertThat(server.server().openFiles()).contains(secret.toString());
      assertThat(server.worker().environment())
          .isEqualTo(Map.of("LANG", "C.UTF-8", "TZ", "UTC", "MALLOC_ARENA_MAX", "2"));
      assertThat(server.postmaster().environment().toString())
          .doesNotContain(SECRET)
          .doesNotContain("LD_LIBRARY_PATH");
      assertThat(ofTheServerAlone(server)).doesNotContain(secret.toString()).isEmpty();
      assertThat(server.postmaster().openFiles()).doesNotContain(secret.toString());
      assertThat(server.worker().commandLine()).doesNotContain(SECRET);
    }
  }

  /// What both the server and the worker have open, besides the program itself.
  private static Set<String> ofTheServerAlone(RunningServer server) {
    Set<String> both = new TreeSet<>(server.worker().openFiles());
    both.retainAll(server.server().openFiles());
    both.removeIf(target ->
        target.startsWith("anon_inode:")
            || target.startsWith("/dev/")
            || target.endsWith(".jar")
            || target.endsWith("/modules"));
    return both;
  }
}
