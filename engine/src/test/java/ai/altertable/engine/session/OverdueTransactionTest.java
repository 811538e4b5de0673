package ai.altertable.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.engine.TestEngine;
import ai.altertable.engine.TransactionConfig;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Access;
import ai.altertable.foundation.session.Bindings;
import ai.altertable.foundation.session.ExecuteOptions;
import ai.altertable.foundation.session.PreparedQuery;
import ai.altertable.foundation.session.Rows;
import ai.altertable.foundation.session.Session;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.foundation.session.SessionRequest;
import ai.altertable.testing.Answers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class OverdueTransactionTest {
  private static final TransactionConfig SHORT =
      new TransactionConfig(16, Duration.ofMinutes(1), Duration.ofSeconds(1));
  private static final SessionRequest KEPT =
      TestEngine.request(Access.WRITE, Optional.of(new SessionId("writer")), true);

  @TempDir private Path directory;
  private TestEngine engine;

  @BeforeEach
  void start() {
    engine = TestEngine.start(directory, SHORT);
    try (Session session = engine.open()) {
      Answers.rows(session, "CREATE TABLE t (a INTEGER)");
    }
    in(KEPT, "BEGIN");
    in(KEPT, "INSERT INTO t VALUES (1)");
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @Test
  void whoKeepsATransactionBusyDoesNotKeepOthersOff() throws Exception {
    CompletableFuture<Void> other = insertBy(SessionLimitTest.ofAnother());
    assertOverdue(() -> {
      for (int i = 0; i < 100; i++) {
        in(KEPT, "SELECT 1");
        TimeUnit.MILLISECONDS.sleep(200);
      }
    });
    other.get(10, TimeUnit.SECONDS);
    in(KEPT, "ROLLBACK");
    assertThat(engine.value("SELECT list(a) FROM t")).isEqualTo("[7]");
  }

  @Test
  void aTransactionThatIsLeftAloneIsEndedWithoutItsClient() throws Exception {
    insertBy(SessionLimitTest.ofAnother()).get(20, TimeUnit.SECONDS);
    assertOverdue(() -> in(KEPT, "COMMIT"));
    assertThat(engine.value("SELECT list(a) FROM t")).isEqualTo("[7]");
  }

  @Test
  void aTransactionThatHasFailedKeepsNobodyOff() throws Exception {
    assertThatThrownBy(() -> in(KEPT, "SELECT error('x')")).isNotNull();
    insertBy(SessionLimitTest.ofAnother()).get(1, TimeUnit.SECONDS);
    assertAborted("had failed", () -> in(KEPT, "SELECT 1"));
    assertAborted("had failed", () -> in(KEPT, "COMMIT"));
    in(KEPT, "INSERT INTO t VALUES (8)");
    assertThat(engine.value("SELECT list(a ORDER BY a) FROM t")).isEqualTo("[7,8]");
  }

  @EnabledIfSystemProperty(named = "slow", matches = "true")
  @Test
  void aStatementThatTakesTooLongIsStopped() throws Exception {
    CompletableFuture<Void> other = insertBy(SessionLimitTest.ofAnother());
    assertOverdue(() -> in(KEPT, "SELECT count(*) FROM range(1000000) a, range(1000000) b"));
    other.get(10, TimeUnit.SECONDS);
  }

  @EnabledIfSystemProperty(named = "slow", matches = "true")
  @ParameterizedTest
  @ValueSource(strings = {"FROM range(100000000)", "FROM range(10)"})
  void rowsThatNobodyReadsDoNotKeepOthersOff(String sql) throws Exception {
    try (Session session = engine.engine().open(KEPT)) {
      try (PreparedQuery query = session.prepare(session.split(sql).getFirst());
          Rows rows = (Rows) query.execute(Bindings.NONE, ExecuteOptions.DEFAULT)) {
        assertThat(rows.next()).isNotNull();
        insertBy(SessionLimitTest.ofAnother()).get(30, TimeUnit.SECONDS);
      }
      assertOverdue(() -> Answers.rows(session, "INSERT INTO t VALUES (2)"));
      Answers.rows(session, "ROLLBACK");
    }
    assertThat(engine.value("SELECT list(a) FROM t")).isEqualTo("[7]");
  }

  @EnabledIfSystemProperty(named = "slow", matches = "true")
  @Test
  void aReaderThatWaitsForMoreRowsDoesNotKeepOthersOff() throws Exception {
    CompletableFuture<Void> other = insertBy(SessionLimitTest.ofAnother());
    assertOverdue(
        () -> in(KEPT, "SELECT i FROM range(1000000000000) t(i) WHERE i < 200000 OR i = -1"));
    other.get(10, TimeUnit.SECONDS);
  }

  @EnabledIfSystemProperty(named = "slow", matches = "true")
  @Test
  void ownSessionsWaitForEachOther() throws Exception {
    CompletableFuture<Void> own =
        insertBy(TestEngine.request(Access.WRITE, Optional.empty(), false));
    TimeUnit.SECONDS.sleep(7);
    assertThat(own).isNotDone();
    in(KEPT, "COMMIT");
    own.get(10, TimeUnit.SECONDS);
    assertThat(engine.value("SELECT list(a ORDER BY a) FROM t")).isEqualTo("[1,7]");
  }

  private static void assertOverdue(ThrowingCallable asking) {
    assertAborted("kept other users from writing", asking);
  }

  private static void assertAborted(String reason, ThrowingCallable asking) {
    assertThatThrownBy(asking)
        .isInstanceOfSatisfying(
            PlatformException.class,
            told -> assertThat(told.code()).isEqualTo(ErrorCode.TRANSACTION_ABORTED))
        .hasMessageContaining(reason);
  }

  private CompletableFuture<Void> insertBy(SessionRequest request) {
    return CompletableFuture.runAsync(() -> in(request, "INSERT INTO t VALUES (7)"));
  }

  private void in(SessionRequest request, String sql) {
    try (Session session = engine.engine().open(request)) {
      Answers.rows(session, sql);
    }
  }
}
