package ai.altertable.systemtests.failure;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Failure;
import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Outcome;
import ai.altertable.systemtests.harness.Program;
import ai.altertable.systemtests.harness.Query;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import ai.altertable.systemtests.harness.Wait;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A statement that nothing interrupts ends its worker, and everybody is served again.
@SystemTest
final class StuckStatementIT {
  /// Would be bound for hours: each alias stands for twice the one before it.
  private static String endless() {
    return "SELECT {'a': 1, 'b': 1} AS s0"
        + IntStream.range(0, 24)
            .mapToObj(i -> ", {'a': s%1$d, 'b': s%1$d} AS s%2$d".formatted(i, i + 1))
            .collect(Collectors.joining());
  }

  @Test
  @Timeout(120)
  void endsItsWorkerWhichComesBack(Program program) {
    Launch launch =
        Launch.in(program.newDirectory())
            .with("--worker-prepare-seconds", "1", "--worker-stuck-seconds", "2");
    try (RunningServer server = program.start(launch)) {
      Http http = server.http();
      long before = server.worker().pid();

      switch (http.attempt(Query.of(endless()))) {
        case Outcome.Acknowledged _ -> throw new AssertionError("an answer to what has none");
        case Outcome.Refused(Failure failure) ->
            assertThat(failure.code()).isEqualTo("WORKER_UNAVAILABLE");
        case Outcome.Broken _ -> {}
      }

      Wait.until(
          Duration.ofSeconds(10),
          "the worker is back",
          () -> http.attempt(Query.of("SELECT 1")) instanceof Outcome.Acknowledged);
      assertThat(server.worker().pid()).isNotEqualTo(before);
      assertThat(server.serverLog()).contains("ended with status 75");
      assertThat(server.workerLog()).contains("of user admin in session").doesNotContain("s23");
    }
  }
}
