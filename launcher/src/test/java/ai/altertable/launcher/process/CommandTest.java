package ai.altertable.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandTest {
  private static Command shell(String script) {
    return new Command(List.of("/bin/sh", "-c", script), Map.of("GIVEN", "yes"), Path.of("/"));
  }

  @Test
  void givesStatusAndLastLines() {
    CommandOutcome outcome = shell("echo one; echo two >&2; exit 3").run(Duration.ofSeconds(10));
    assertThat(outcome).isEqualTo(new CommandOutcome.Ended(3, List.of("one", "two")));
    assertThat(outcome.succeeded()).isFalse();
    assertThat(outcome.lastWords()).isEqualTo("ended with status 3 (two)");
  }

  @Test
  void inheritsNoEnvironmentAndNoInput() {
    CommandOutcome outcome = shell("echo $HOME$GIVEN; cat").run(Duration.ofSeconds(10));
    assertThat(outcome).isEqualTo(new CommandOutcome.Ended(0, List.of("yes")));
  }

  @Test
  void killsWhatTakesTooLongWithItsChildren() {
    CommandOutcome outcome = shell("sleep 60 & echo $!; wait").run(Duration.ofMillis(500));
    assertThat(outcome).isInstanceOf(CommandOutcome.TimedOut.class);
    long sleeper = Long.parseLong(outcome.lines().getFirst());
    assertThat(LiveProcesses.within(Duration.ofSeconds(5), () -> !LiveProcesses.runs(sleeper)))
        .isTrue();
  }

  @Test
  void missingProgramIsAnOutcome() {
    Command missing = new Command(List.of("/no/such/program"), Map.of(), Path.of("/"));
    assertThat(missing.run(Duration.ofSeconds(1)).lastWords())
        .startsWith("could not be started: ")
        .contains("/no/such/program");
  }
}
