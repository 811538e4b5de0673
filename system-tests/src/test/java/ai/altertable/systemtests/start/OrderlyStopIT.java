package ai.altertable.systemtests.start;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Outcome;
import ai.altertable.systemtests.harness.Program;
import ai.altertable.systemtests.harness.Query;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import ai.altertable.systemtests.harness.Wait;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A stop that was asked for takes nothing more, and lets what runs come to its end.
@SystemTest
final class OrderlyStopIT {
  private static final int ROWS = 300_000;

  /// Long rows, so that most of them are still in the worker while the client takes its time.
  private static final String STREAMING =
      "SELECT i, repeat('x', 200) FROM range(%d) t(i)".formatted(ROWS);

  private static final int PAUSE_EVERY_ROWS = ROWS / 30;
  private static final Duration PAUSE = Duration.ofMillis(100);

  /// Of the answer: one about the query, one of the columns.
  private static final int LINES_BEFORE_ROWS = 2;

  private static Launch patient(Program program) {
    return Launch.in(program.newDirectory()).with("--drain-seconds", "60");
  }

  @Test
  void answerThatIsUnderWayArrivesWholeAndNothingElseIsTaken(Program program) throws Exception {
    try (RunningServer server = program.start(patient(program))) {
      List<String> lines = new ArrayList<>();
      AtomicInteger seen = new AtomicInteger();
      CompletableFuture<Void> reading =
          CompletableFuture.runAsync(() -> readSlowly(server, lines, seen));
      Wait.until(Duration.ofSeconds(20), "rows come", () -> seen.get() > PAUSE_EVERY_ROWS);

      server.server().signal("TERM");
      List<Outcome> meanwhile = new ArrayList<>();
      while (!reading.isDone()) {
        Wait.pause(Duration.ofMillis(100));
        if (!reading.isDone()) {
          meanwhile.add(server.http().attempt(Query.of("SELECT 1")));
        }
      }
      reading.get();

      assertThat(lines).hasSize(LINES_BEFORE_ROWS + ROWS);
      assertThat(lines.getLast()).startsWith("[" + (ROWS - 1) + ",");
      assertThat(meanwhile.subList(2, meanwhile.size()))
          .as("new requests after the first moments of the stop")
          .hasSizeGreaterThan(5)
          .noneMatch(Outcome.Acknowledged.class::isInstance);
      Wait.until(Duration.ofSeconds(30), "the server has ended", () -> !server.runs());
      assertThat(server.serverLog()).doesNotContain("ERROR", "was lost");
      assertThat(server.workerLog()).doesNotContain("ERROR", "cutting");
    }
  }

  private static void readSlowly(RunningServer server, List<String> lines, AtomicInteger seen) {
    try {
      server
          .http()
          .lines(
              Query.of(STREAMING),
              line -> {
                lines.add(line);
                if (seen.incrementAndGet() % PAUSE_EVERY_ROWS == 0) {
                  Wait.pause(PAUSE);
                }
              });
    } catch (IOException broken) {
      throw new AssertionError("the answer broke off after " + seen + " lines", broken);
    }
  }

  @Test
  void statementThatComputesIsDoneAndItsChangeIsKept(Program program) {
    Launch launch = patient(program);
    try (RunningServer server = program.start(launch)) {
      server.http().query("CREATE TABLE sums AS SELECT 0 AS s WHERE false").orFail();
      Query insert =
          Query.of("INSERT INTO sums SELECT count(*) FROM range(300000000) t(i) WHERE i % 7 = 3");
      CompletableFuture<Outcome> running =
          CompletableFuture.supplyAsync(() -> server.http().attempt(insert));
      Wait.pause(Duration.ofMillis(500));
      assertThat(running).isNotDone();

      server.server().signal("TERM");

      assertThat(running.join()).isInstanceOf(Outcome.Acknowledged.class);
      Wait.until(Duration.ofSeconds(30), "the server has ended", () -> !server.runs());
    }
    try (RunningServer again = program.start(launch)) {
      assertThat(again.http().query("SELECT s FROM sums").texts()).hasSize(1);
    }
  }
}
