package ai.altertable.systemtests.failure;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Answer;
import ai.altertable.systemtests.harness.Failure;
import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Outcome;
import ai.altertable.systemtests.harness.Proc;
import ai.altertable.systemtests.harness.Program;
import ai.altertable.systemtests.harness.Query;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import ai.altertable.systemtests.harness.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// A process dies by itself, and the server brings it back.
@SystemTest
@Tag("alone")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KilledProcessIT {
  private static final long ROWS = 20_000_000;
  private static final Duration BACK_WITHIN = Duration.ofSeconds(10);

  @Nullable private RunningServer own;

  @BeforeAll
  void start(Program program) {
    own = program.start(Launch.in(program.newDirectory()).withAllCompilers());
    own.http().query("CREATE TABLE stays AS FROM range(5000) t(i)").orFail();
  }

  @AfterAll
  void stop() {
    server().close();
  }

  private RunningServer server() {
    return Objects.requireNonNull(own);
  }

  @Test
  void answerOfAWorkerThatIsKilledNeverLooksWhole() throws IOException, InterruptedException {
    AtomicLong lines = new AtomicLong();
    AtomicReference<String> last = new AtomicReference<>("");
    List<IOException> broken = new ArrayList<>();
    Thread reader =
        Thread.ofVirtual()
            .start(() -> {
              try {
                Query query = Query.of("SELECT i, repeat('x', 50) FROM range(" + ROWS + ") t(i)");
                server()
                    .http()
                    .lines(
                        query,
                        line -> {
                          lines.incrementAndGet();
                          last.set(line);
                        });
              } catch (IOException failure) {
                broken.add(failure);
              }
            });
    Wait.until(Duration.ofSeconds(20), "the answer flows", () -> lines.get() > 10_000);
    long killed = kill(server().worker());
    reader.join(Duration.ofSeconds(20));
    assertThat(reader.isAlive()).isFalse();
    assertThat(lines.get()).isLessThan(ROWS);
    if (broken.isEmpty()) {
      assertThat(last.get()).startsWith("{\"error\"");
    }
    requireBack(killed);
  }

  @Test
  void queryOfAWorkerThatIsKilledFailsAndMayBeTriedAgain() throws Exception {
    AtomicReference<Outcome> outcome = new AtomicReference<>();
    Thread client =
        Thread.ofVirtual()
            .start(() ->
                outcome.set(
                    server()
                        .http()
                        .attempt(
                            Query.of(
                                "SELECT count(*) FROM range(1000000000000) t(i) WHERE i % 7 = 3"))));
    Wait.pause(Duration.ofMillis(500));
    long killed = kill(server().worker());
    client.join(Duration.ofSeconds(5));
    requireRetryable(outcome.get());
    requireBack(killed);
  }

  /// As by a statement that ends it whenever it is repeated: whom it does not belong to is served
  /// in between, and not later each time.
  @Test
  @Tag("slow")
  void workerThatIsKilledAgainAndAgainIsBackEachTime() {
    for (int i = 0; i < 10; i++) {
      Proc worker = server().worker();
      requireBack(kill(worker));
      assertThat(server().worker().pid()).isNotEqualTo(worker.pid());
    }
    assertThat(server().serverLog()).doesNotContain("is given up");
  }

  /// When the machine has no memory left, the kernel ends what loses nothing.
  @Test
  void workerGoesFirstWhenMemoryRunsOut() throws IOException {
    assertThat(outOfMemoryOrder(server().worker())).isEqualTo("1000");
    String ours = Files.readString(Path.of("/proc/self/oom_score_adj")).strip();
    assertThat(outOfMemoryOrder(server().server())).isEqualTo(ours);
    assertThat(outOfMemoryOrder(server().postmaster())).isEqualTo(ours);
  }

  private static String outOfMemoryOrder(Proc process) throws IOException {
    return Files.readString(Path.of("/proc/" + process.pid() + "/oom_score_adj")).strip();
  }

  private static void requireRetryable(Outcome outcome) {
    switch (outcome) {
      case Outcome.Acknowledged _ -> throw new AssertionError("an answer without its worker");
      case Outcome.Refused(Failure failure) ->
          assertThat(failure.retryable()).as("%s", failure).isTrue();
      case Outcome.Broken _ -> {}
    }
  }

  private static long kill(Proc process) {
    process.kill();
    return System.nanoTime();
  }

  /// Until it is back, requests are refused in a way that says to come again.
  private void requireBack(long killed) {
    Http http = server().http();
    Wait.until(
        BACK_WITHIN,
        "the worker is back",
        () -> {
          Outcome outcome = http.attempt(Query.of("SELECT count(*) FROM stays"));
          if (outcome instanceof Outcome.Acknowledged) {
            return true;
          }
          requireRetryable(outcome);
          return false;
        });
    assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(BACK_WITHIN);
    assertThat(http.query("SELECT count(*) FROM stays").number()).isEqualTo(5000);
  }

  @Test
  void postgresThatIsKilledComesBackWithAllThatWasCommitted() {
    Http http = server().http();
    http.query("CREATE OR REPLACE TABLE before_kill AS SELECT 7 AS i").orFail();
    Proc postmaster = server().postmaster();
    long killed = kill(postmaster);
    List<Failure> meanwhile = new ArrayList<>();
    Wait.until(
        Duration.ofSeconds(30),
        "writes succeed again",
        () -> {
          Answer answer = http.query("INSERT INTO before_kill VALUES (8)");
          answer.failure().ifPresent(meanwhile::add);
          return answer.failure().isEmpty();
        });
    assertThat(meanwhile)
        .isNotEmpty()
        .allSatisfy(failure -> assertThat(failure.retryable()).as("%s", failure).isTrue());
    assertThat(server().postmaster().pid()).isNotEqualTo(postmaster.pid());
    assertThat(http.query("FROM before_kill ORDER BY i").texts()).containsExactly("[7]", "[8]");
    assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void backendOfPostgresThatIsKilledIsGotOver() {
    Http http = server().http();
    http.query("CREATE OR REPLACE TABLE backend AS SELECT 7 AS i").orFail();
    server().postmaster().children().stream()
        .filter(child -> child.commandLine().contains("lakehouse"))
        .forEach(Proc::kill);
    List<Failure> meanwhile = new ArrayList<>();
    Wait.until(
        Duration.ofSeconds(30),
        "writes succeed again",
        () -> {
          Answer answer = http.query("INSERT INTO backend VALUES (8)");
          answer.failure().ifPresent(meanwhile::add);
          return answer.failure().isEmpty();
        });
    assertThat(meanwhile)
        .allSatisfy(failure -> assertThat(failure.retryable()).as("%s", failure).isTrue());
    assertThat(http.query("FROM backend ORDER BY i").texts()).containsExactly("[7]", "[8]");
  }
}
