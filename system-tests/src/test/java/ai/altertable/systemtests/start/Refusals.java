package ai.altertable.systemtests.start;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Proc;
import ai.altertable.systemtests.harness.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What a server that has refused to start must not leave.
final class Refusals {
  private Refusals() {}

  static void requireNoProcessIn(Path data) {
    if (!Wait.whether(Duration.ofSeconds(5), () -> processesIn(data).isEmpty())) {
      List<Proc> left = processesIn(data);
      left.forEach(Proc::kill);
      assertThat(left).isEmpty();
    }
  }

  private static List<Proc> processesIn(Path data) {
    return Proc.all().stream()
        .filter(process ->
            process.commandLine().contains(data.toString())
                || process.directory().filter(at -> at.startsWith(data)).isPresent())
        .toList();
  }
}
