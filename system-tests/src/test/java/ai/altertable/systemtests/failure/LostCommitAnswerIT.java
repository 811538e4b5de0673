package ai.altertable.systemtests.failure;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Failure;
import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.Outcome;
import ai.altertable.systemtests.harness.Postgres;
import ai.altertable.systemtests.harness.Query;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import ai.altertable.systemtests.harness.Wait;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A metadata commit takes effect, and its connection, or its lease's, is cut before the answer
/// comes.
///
/// PostgreSQL is brought there by waiting for a standby that does not exist: the transaction is
/// then on the disk, and its backend says nothing until it is terminated (PostgreSQL manual,
/// 26.2.8).
@SystemTest
final class LostCommitAnswerIT {
  private static final int MANY = 9000;
  private static final String WAITING =
      "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND datname = 'lakehouse'";

  enum Write {
    SMALL_INSERT,
    LARGE_INSERT,
    UPLOAD,
    TRANSACTION;

    private int rows() {
      return this == SMALL_INSERT ? 3 : MANY;
    }

    private Outcome run(Http http) {
      String insert = "INSERT INTO unanswered FROM range(%d)".formatted(rows());
      return switch (this) {
        case SMALL_INSERT, LARGE_INSERT -> http.attempt(Query.of(insert));
        case TRANSACTION -> http.attempt(Query.of("BEGIN; " + insert + "; COMMIT"));
        case UPLOAD ->
            http.attemptUpload(
                Map.of("table", "unanswered", "format", "csv"),
                BodyPublishers.ofString(
                    IntStream.range(0, MANY)
                        .mapToObj(i -> i + "\n")
                        .collect(Collectors.joining("", "i\n", ""))));
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void writeWhoseCommitTookEffectIsAcknowledgedAndWhole(Write write, RunningServer server)
      throws Exception {
    Outcome outcome =
        during(
            write,
            server,
            postgres -> postgres.cut("wait_event = 'SyncRep' AND datname = 'lakehouse'") == 1);
    assertThat(outcome).isEqualTo(new Outcome.Acknowledged());
    requireOnce(write, server.http());
  }

  /// Another worker may write from then on; this commit is under way all the same.
  @ParameterizedTest
  @EnumSource
  void writeWhoseLeaseIsCutInMidCommitIsThereOnceOrMayBeRepeated(Write write, RunningServer server)
      throws Exception {
    Outcome outcome =
        during(
            write,
            server,
            postgres ->
                !postgres.column(WAITING).isEmpty()
                    && postgres.cut("application_name = 'altertable write lease'") > 0);
    if (outcome instanceof Outcome.Refused(Failure failure)) {
      assertThat(failure.retryable()).as("%s", failure).isTrue();
      assertThat(failure.outcomeUnknown()).as("%s", failure).isFalse();
      assertThat(write.run(server.http())).isEqualTo(new Outcome.Acknowledged());
    } else {
      assertThat(outcome).isEqualTo(new Outcome.Acknowledged());
    }
    requireOnce(write, server.http());
    server.http().query("INSERT INTO unanswered VALUES (-1)").orFail();
  }

  /// Writes, and disturbs while the commit waits.
  ///
  /// @param disturbance asked until it says that it has happened
  private static Outcome during(Write write, RunningServer server, Predicate<Postgres> disturbance)
      throws Exception {
    Http http = server.http();
    http.query("CREATE OR REPLACE TABLE unanswered(i BIGINT)").orFail();
    Postgres postgres = server.postgres();
    CompletableFuture<Outcome> outcome;
    postgres.configure("synchronous_standby_names = 'nobody'");
    try {
      outcome = CompletableFuture.supplyAsync(() -> write.run(http));
      Wait.until(Duration.ofSeconds(20), "a commit waits", () -> disturbance.test(postgres));
    } finally {
      postgres.configure("synchronous_standby_names = ''");
    }
    return outcome.get(30, TimeUnit.SECONDS);
  }

  private static void requireOnce(Write write, Http http) {
    assertThat(http.query("SELECT count(*), count(DISTINCT i), max(i) FROM unanswered").texts())
        .containsExactly("[%d,%d,%d]".formatted(write.rows(), write.rows(), write.rows() - 1));
  }
}
