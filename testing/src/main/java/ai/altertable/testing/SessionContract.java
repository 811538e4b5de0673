package ai.altertable.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.Bindings;
import ai.altertable.foundation.session.ExecuteOptions;
import ai.altertable.foundation.session.PreparedQuery;
import ai.altertable.foundation.session.QueryResult;
import ai.altertable.foundation.session.Rows;
import ai.altertable.foundation.session.Session;
import ai.altertable.foundation.session.SessionFactory;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.foundation.session.SessionRequest;
import ai.altertable.foundation.session.Statement;
import ai.altertable.foundation.session.StatementKind;
import ai.altertable.foundation.session.TransactionStatus;
import ai.altertable.foundation.session.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every implementation and every decorator of the Session port keeps. Subclasses give a
/// factory whose default catalog is a writable lakehouse database.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class SessionContract {
  /// Long enough that it never ends by itself during a test.
  private static final String ENDLESS =
      "SELECT count(*) FROM range(1000000000000) t(i) WHERE i % 7 = 3";

  protected abstract SessionFactory sessions();

  /// @param keep whether a session with state is to be kept
  protected abstract SessionRequest request(Optional<SessionId> id, boolean keep);

  protected Session open() {
    return sessions().open(request(Optional.empty(), false));
  }

  private static Statement one(Session session, String sql) {
    return session.split(sql).getFirst();
  }

  private static Rows stream(Session session, String sql) {
    PreparedQuery query = session.prepare(one(session, sql));
    return (Rows) query.execute(Bindings.NONE, ExecuteOptions.DEFAULT);
  }

  private static void assertFails(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            PlatformException.class, failure -> assertThat(failure.code()).isEqualTo(code));
  }

  @Test
  void textIsCutIntoItsStatements() {
    try (Session session = open()) {
      assertThat(session.split(" ; SELECT ';' ; -- x;\n SELECT 2 /* ; */;; "))
          .containsExactly(new Statement("SELECT ';'", 3), new Statement("SELECT 2", 23));
      assertThat(session.split("-- nothing")).isEmpty();
    }
  }

  @Test
  void schemaIsKnownWithoutExecuting() {
    try (Session session = open();
        PreparedQuery query = session.prepare(one(session, "SELECT 1 AS a, 'x' AS b"))) {
      assertThat(query.kind()).isEqualTo(StatementKind.SELECT);
      assertThat(query.resultSchema().orElseThrow().columns())
          .extracting(column -> column.name() + " " + column.type())
          .containsExactly("a INTEGER", "b VARCHAR");
    }
  }

  @Test
  void rowsArriveWholeAndInOrder() {
    try (Session session = open();
        Rows rows = stream(session, "SELECT i FROM range(300000) t(i)")) {
      long expected = 0;
      for (var batch = rows.next(); batch != null; batch = rows.next()) {
        assertThat(batch.getRowCount()).isPositive();
        for (int i = 0; i < batch.getRowCount(); i++) {
          assertThat(batch.getVector(0).getObject(i)).isEqualTo(expected++);
        }
      }
      assertThat(expected).isEqualTo(300000);
      assertThat(rows.next()).isNull();
    }
  }

  @Test
  void errorInMidStreamIsNotTakenForTheEnd() {
    try (Session session = open();
        Rows rows =
            stream(
                session,
                "SELECT CAST(CASE WHEN i = 2500000 THEN 'x' ELSE '1' END AS INTEGER) FROM"
                    + " range(3000000) t(i)")) {
      assertThat(rows.next()).isNotNull();
      assertFails(ErrorCode.INVALID_VALUE, () -> Answers.count(rows));
      assertFails(ErrorCode.INVALID_VALUE, rows::next);
    }
  }

  @Test
  void secondStatementOnBusySessionIsRefusedAndTheFirstStaysWhole() {
    try (Session session = open();
        Rows rows = stream(session, "SELECT i FROM range(1000000) t(i)")) {
      long first = Objects.requireNonNull(rows.next()).getRowCount();
      assertFails(ErrorCode.SESSION_BUSY, () -> Answers.rows(session, "SELECT 1"));
      assertThat(first + Answers.count(rows)).isEqualTo(1000000);
      assertThat(Answers.value(session, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void closingRowsEarlyFreesTheSession() {
    try (Session session = open()) {
      for (int batches = 0; batches < 5; batches++) {
        try (Rows rows = stream(session, "SELECT i FROM range(100000000) t(i)")) {
          for (int read = 0; read < batches; read++) {
            assertThat(rows.next()).isNotNull();
          }
        }
        assertThat(Answers.value(session, "SELECT 42")).isEqualTo("42");
      }
    }
  }

  @Test
  void offsetAndLimitCutTheAnswer() {
    ExecuteOptions window = new ExecuteOptions(99_990, OptionalLong.of(3), Optional.empty());
    try (Session session = open()) {
      assertThat(Answers.rows(session, "SELECT i FROM range(200000) t(i)", window))
          .containsExactly(List.of("99990"), List.of("99991"), List.of("99992"));
      ExecuteOptions none = new ExecuteOptions(0, OptionalLong.of(0), Optional.empty());
      assertThat(Answers.rows(session, "SELECT 1", none)).isEmpty();
      ExecuteOptions beyond = new ExecuteOptions(10, OptionalLong.empty(), Optional.empty());
      assertThat(Answers.rows(session, "SELECT 1", beyond)).isEmpty();
    }
  }

  @Test
  void limitMayFallIntoALaterBatch() {
    ExecuteOptions window = new ExecuteOptions(70_001, OptionalLong.of(300_000), Optional.empty());
    try (Session session = open()) {
      List<List<String>> rows = Answers.rows(session, "SELECT i FROM range(1000000) t(i)", window);
      assertThat(rows).hasSize(300_000).startsWith(List.of("70001")).endsWith(List.of("370000"));
    }
  }

  @Test
  void cancelStopsAComputingStatement() throws Exception {
    try (Session session = open()) {
      CompletableFuture<Throwable> outcome = runAside(session, ENDLESS);
      TimeUnit.MILLISECONDS.sleep(300);
      long asked = System.nanoTime();
      session.cancel();
      assertFails(ErrorCode.QUERY_CANCELLED, () -> rethrow(outcome.get(5, TimeUnit.SECONDS)));
      assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(1));
      assertThat(Answers.value(session, "SELECT 1")).isEqualTo("1");
    }
  }

  private static CompletableFuture<Throwable> runAside(Session session, String sql) {
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            Answers.rows(session, sql);
            outcome.complete(new AssertionError("the statement ended by itself"));
          } catch (Throwable failure) {
            outcome.complete(failure);
          }
        });
    return outcome;
  }

  private static void rethrow(Throwable failure) throws Throwable {
    throw failure;
  }

  @Test
  void cancelOfAnIdleSessionHasNoEffect() {
    try (Session session = open()) {
      session.cancel();
      assertThat(Answers.value(session, "SELECT 7")).isEqualTo("7");
    }
  }

  @Test
  void abandonedSessionStopsAndRunsNothingMore() throws Exception {
    try (Session session = open()) {
      CompletableFuture<Throwable> outcome = runAside(session, ENDLESS);
      TimeUnit.MILLISECONDS.sleep(200);
      session.abandon();
      assertFails(ErrorCode.QUERY_CANCELLED, () -> rethrow(outcome.get(5, TimeUnit.SECONDS)));
      assertFails(ErrorCode.QUERY_CANCELLED, () -> Answers.rows(session, "SELECT 1"));
    }
  }

  @Test
  void statementBeyondItsTimeLimitIsStopped() {
    ExecuteOptions hasty =
        new ExecuteOptions(0, OptionalLong.empty(), Optional.of(Duration.ofMillis(200)));
    try (Session session = open()) {
      assertFails(ErrorCode.DEADLINE_EXCEEDED, () -> Answers.rows(session, ENDLESS, hasty));
      assertThat(Answers.value(session, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void errorsNameWhatIsWrong() {
    try (Session session = open()) {
      Answers.rows(session, "CREATE OR REPLACE TABLE contract_errors(customer INTEGER)");
      assertFails(ErrorCode.SYNTAX_ERROR, () -> Answers.rows(session, "SELEC 1"));
      assertFails(ErrorCode.TABLE_NOT_FOUND, () -> Answers.rows(session, "FROM contract_error"));
      assertFails(
          ErrorCode.COLUMN_NOT_FOUND,
          () -> Answers.rows(session, "SELECT custome FROM contract_errors"));
      assertFails(ErrorCode.FUNCTION_NOT_FOUND, () -> Answers.rows(session, "SELECT absolut(1)"));
      assertFails(ErrorCode.INVALID_VALUE, () -> Answers.rows(session, "SELECT 'x'::INTEGER"));
      assertFails(
          ErrorCode.ALREADY_EXISTS,
          () -> Answers.rows(session, "CREATE TABLE contract_errors(i INTEGER)"));
    }
  }

  @Test
  void syntaxErrorHasItsPosition() {
    try (Session session = open()) {
      assertThatThrownBy(() -> Answers.rows(session, "SELECT 1 FRM x"))
          .isInstanceOfSatisfying(
              PlatformException.class, failure -> assertThat(failure.position()).contains(14));
    }
  }

  @Test
  void parametersAreBoundByPositionAndByName() {
    try (Session session = open()) {
      try (PreparedQuery query = session.prepare(one(session, "SELECT ?::INTEGER + 1, ?"));
          QueryResult result =
              query.execute(
                  new Bindings.Positional(List.of(Value.Int.of(41), new Value.Text("é'"))),
                  ExecuteOptions.DEFAULT)) {
        assertThat(query.parameters()).hasSize(2);
        assertThat(Answers.read(result)).containsExactly(List.of("42", "é'"));
      }
      try (PreparedQuery query = session.prepare(one(session, "SELECT $a || $b"));
          QueryResult result =
              query.execute(
                  new Bindings.Named(Map.of("b", new Value.Text("y"), "a", new Value.Text("x"))),
                  ExecuteOptions.DEFAULT)) {
        assertThat(Answers.read(result)).containsExactly(List.of("xy"));
      }
      assertFails(
          ErrorCode.INVALID_PARAMETER,
          () -> {
            try (PreparedQuery query = session.prepare(one(session, "SELECT ?"))) {
              query.execute(Bindings.NONE, ExecuteOptions.DEFAULT).close();
            }
          });
    }
  }

  @Test
  void transactionIsSeenByOthersOnlyAfterItsCommit() {
    try (Session writer = open();
        Session reader = open()) {
      Answers.rows(writer, "CREATE OR REPLACE TABLE contract_tx(i INTEGER)");
      assertThat(writer.transactionStatus()).isEqualTo(TransactionStatus.IDLE);
      Answers.rows(writer, "BEGIN; INSERT INTO contract_tx VALUES (1), (2)");
      assertThat(writer.transactionStatus()).isEqualTo(TransactionStatus.ACTIVE);
      assertThat(Answers.value(writer, "SELECT count(*) FROM contract_tx")).isEqualTo("2");
      assertThat(Answers.value(reader, "SELECT count(*) FROM contract_tx")).isEqualTo("0");
      Answers.rows(writer, "COMMIT");
      assertThat(Answers.value(reader, "SELECT count(*) FROM contract_tx")).isEqualTo("2");
      Answers.rows(writer, "BEGIN; DELETE FROM contract_tx; ROLLBACK");
      assertThat(Answers.value(reader, "SELECT count(*) FROM contract_tx")).isEqualTo("2");
      assertThat(writer.transactionStatus()).isEqualTo(TransactionStatus.IDLE);
    }
  }

  @Test
  void failedTransactionOnlyTakesARollback() {
    try (Session session = open()) {
      Answers.rows(session, "BEGIN");
      assertFails(ErrorCode.INVALID_VALUE, () -> Answers.rows(session, "SELECT 'x'::INTEGER"));
      assertThat(session.transactionStatus()).isEqualTo(TransactionStatus.FAILED);
      assertFails(ErrorCode.TRANSACTION_ABORTED, () -> Answers.rows(session, "SELECT 1"));
      Answers.rows(session, "ROLLBACK");
      assertThat(Answers.value(session, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void commitOfAFailedTransactionIsNoSuccess() {
    try (Session session = open()) {
      Answers.rows(session, "CREATE OR REPLACE TABLE contract_failed(i INTEGER)");
      Answers.rows(session, "BEGIN; INSERT INTO contract_failed VALUES (1)");
      assertFails(ErrorCode.INVALID_VALUE, () -> Answers.rows(session, "SELECT 'x'::INTEGER"));
      assertFails(ErrorCode.TRANSACTION_ABORTED, () -> Answers.rows(session, "COMMIT"));
      assertThat(session.transactionStatus()).isEqualTo(TransactionStatus.IDLE);
      assertThat(Answers.value(session, "SELECT count(*) FROM contract_failed")).isEqualTo("0");
    }
  }

  @Test
  void transactionWhoseStatementWasStoppedHalfwayIsNotCommitted() {
    ExecuteOptions briefly =
        new ExecuteOptions(0, OptionalLong.empty(), Optional.of(Duration.ofMillis(200)));
    try (Session session = open()) {
      Answers.rows(session, "CREATE OR REPLACE TABLE contract_stopped(i DOUBLE)");
      Answers.rows(session, "BEGIN; INSERT INTO contract_stopped VALUES (1)");
      PreparedQuery endless =
          session.prepare(
              one(
                  session,
                  "INSERT INTO contract_stopped SELECT sum(a.range * b.range)"
                      + " FROM range(10000000) a, range(10000000) b"));
      assertFails(ErrorCode.DEADLINE_EXCEEDED, () -> endless.execute(Bindings.NONE, briefly));
      assertThat(session.transactionStatus()).isEqualTo(TransactionStatus.FAILED);
      assertFails(
          ErrorCode.TRANSACTION_ABORTED,
          () -> Answers.rows(session, "INSERT INTO contract_stopped VALUES (2)"));
      assertFails(ErrorCode.TRANSACTION_ABORTED, () -> Answers.rows(session, "COMMIT"));
      assertThat(Answers.value(session, "SELECT count(*) FROM contract_stopped")).isEqualTo("0");
    }
  }

  @Test
  void transactionThatWaitsToWriteFirstSeesWhatItWaitedFor() throws Exception {
    try (Session first = open();
        Session second = open()) {
      Answers.rows(first, "CREATE OR REPLACE TABLE contract_wait(i INTEGER)");
      Answers.rows(first, "BEGIN; INSERT INTO contract_wait VALUES (1)");
      Answers.rows(second, "BEGIN");
      CompletableFuture<Void> waiting =
          CompletableFuture.runAsync(() ->
              Answers.rows(
                  second, "INSERT INTO contract_wait SELECT max(i) + 1 FROM contract_wait"));
      TimeUnit.MILLISECONDS.sleep(300);
      Answers.rows(first, "COMMIT");
      waiting.get(10, TimeUnit.SECONDS);
      Answers.rows(second, "COMMIT");
      assertThat(Answers.value(first, "SELECT list(i ORDER BY i)::VARCHAR FROM contract_wait"))
          .isEqualTo("[1, 2]");
    }
  }

  @Test
  void transactionThatReadAnOldStateMayNotWrite() {
    try (Session slow = open();
        Session quick = open()) {
      Answers.rows(slow, "CREATE OR REPLACE TABLE contract_old(i INTEGER)");
      Answers.rows(slow, "BEGIN; SELECT count(*) FROM contract_old");
      Answers.rows(quick, "INSERT INTO contract_old VALUES (1)");
      assertFails(
          ErrorCode.SERIALIZATION_FAILURE,
          () -> Answers.rows(slow, "INSERT INTO contract_old VALUES (2)"));
      Answers.rows(slow, "ROLLBACK; INSERT INTO contract_old VALUES (3)");
      assertThat(Answers.value(quick, "SELECT sum(i) FROM contract_old")).isEqualTo("4");
    }
  }

  @Test
  void sessionWithStateIsKeptUnderItsId() {
    Optional<SessionId> id = Optional.of(new SessionId("contract kept"));
    try (Session session = sessions().open(request(id, true))) {
      Answers.rows(session, "CREATE TEMP TABLE mine AS SELECT 5 AS i; SET VARIABLE v = 6");
    }
    try (Session session = sessions().open(request(id, true))) {
      assertThat(Answers.rows(session, "SELECT i, getvariable('v') FROM mine"))
          .containsExactly(List.of("5", "6"));
    }
    try (Session session = sessions().open(request(id, false))) {
      assertThat(Answers.value(session, "SELECT i FROM mine")).isEqualTo("5");
    }
    try (Session session = sessions().open(request(id, true))) {
      assertFails(ErrorCode.TABLE_NOT_FOUND, () -> Answers.rows(session, "FROM mine"));
    }
  }

  @Test
  void stateOfOneSessionIsNotSeenByAnother() {
    try (Session mine = open()) {
      Answers.rows(mine, "CREATE TEMP TABLE hidden AS SELECT 1; SET TimeZone = 'Asia/Tokyo'");
    }
    try (Session other = open()) {
      assertFails(ErrorCode.TABLE_NOT_FOUND, () -> Answers.rows(other, "FROM hidden"));
      assertThat(Answers.value(other, "SELECT current_setting('TimeZone')")).isEqualTo("Etc/UTC");
    }
  }

  @Test
  void settingsCountForStatementsThatRanBefore() {
    String zone = "SELECT current_setting('TimeZone')";
    try (Session session = open()) {
      assertThat(Answers.value(session, zone)).isEqualTo("Etc/UTC");
      Answers.rows(session, "SET TimeZone = 'Asia/Tokyo'");
      assertThat(Answers.value(session, zone)).isEqualTo("Asia/Tokyo");
    }
  }

  @Test
  void requestsOnOneSessionWaitForEachOther() throws Exception {
    Optional<SessionId> id = Optional.of(new SessionId("contract shared"));
    Session first = sessions().open(request(id, true));
    CompletableFuture<String> second =
        CompletableFuture.supplyAsync(() -> {
          try (Session session = sessions().open(request(id, true))) {
            return Answers.value(session, "SELECT getvariable('n')");
          }
        });
    Answers.rows(first, "SET VARIABLE n = 'first'");
    TimeUnit.MILLISECONDS.sleep(100);
    assertThat(second).isNotDone();
    first.close();
    assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo("first");
  }

  @Test
  void preparedStatementSeesWhatOthersChanged() {
    try (Session session = open();
        Session other = open()) {
      Answers.rows(session, "CREATE OR REPLACE TABLE contract_fresh(i INTEGER)");
      try (PreparedQuery query =
          session.prepare(one(session, "SELECT count(*) FROM contract_fresh"))) {
        for (int expected = 0; expected < 3; expected++) {
          try (QueryResult result = query.execute(Bindings.NONE, ExecuteOptions.DEFAULT)) {
            assertThat(Answers.read(result)).containsExactly(List.of(Integer.toString(expected)));
          }
          Answers.rows(other, "INSERT INTO contract_fresh VALUES (1)");
        }
      }
    }
  }

  @Test
  void defaultNamesAreThoseAskedFor() {
    SessionRequest request = request(Optional.empty(), false);
    try (Session session = sessions().open(request)) {
      assertThat(session.currentCatalog()).isEqualTo(request.catalog().orElseThrow());
      assertThat(session.currentSchema()).isEqualTo("main");
      Answers.rows(session, "CREATE SCHEMA IF NOT EXISTS elsewhere; USE elsewhere");
      assertThat(session.currentSchema()).isEqualTo("elsewhere");
    }
  }

  @Test
  void endedPrincipalsRunningStatementFails() throws Exception {
    SessionRequest request = request(Optional.empty(), false);
    try (Session session = sessions().open(request)) {
      CompletableFuture<Throwable> outcome = runAside(session, ENDLESS);
      TimeUnit.MILLISECONDS.sleep(200);
      sessions().endAll(request.principal().id());

      assertFails(ErrorCode.QUERY_CANCELLED, () -> rethrow(outcome.get(5, TimeUnit.SECONDS)));
      assertFails(ErrorCode.QUERY_CANCELLED, () -> Answers.rows(session, "SELECT 1"));
    }
    try (Session next = sessions().open(request)) {
      assertThat(Answers.value(next, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void endedPrincipalsSessionsAreNotResumed() {
    SessionRequest kept = request(Optional.of(SessionId.random()), true);
    SessionRequest inUse = request(Optional.of(SessionId.random()), true);
    try (Session session = sessions().open(kept)) {
      Answers.rows(session, "CREATE TEMP TABLE mine(i INTEGER)");
    }
    try (Session session = sessions().open(inUse)) {
      Answers.rows(session, "CREATE TEMP TABLE mine(i INTEGER)");
      sessions().endAll(kept.principal().id());
    }

    for (SessionRequest request : List.of(kept, inUse)) {
      try (Session session = sessions().open(request)) {
        assertThat(session.isNew()).isTrue();
        assertFails(ErrorCode.TABLE_NOT_FOUND, () -> Answers.rows(session, "FROM mine"));
      }
    }
  }

  @Test
  void endedPrincipalsOpenTransactionIsRolledBack() {
    SessionRequest kept = request(Optional.of(SessionId.random()), true);
    try (Session session = open()) {
      Answers.rows(session, "CREATE OR REPLACE TABLE contract_ended(i INTEGER)");
    }
    try (Session session = sessions().open(kept)) {
      Answers.rows(session, "BEGIN");
      Answers.rows(session, "INSERT INTO contract_ended VALUES (1)");
    }
    sessions().endAll(kept.principal().id());

    try (Session session = open()) {
      Answers.rows(session, "INSERT INTO contract_ended VALUES (2)");
      assertThat(Answers.value(session, "SELECT string_agg(i, ',') FROM contract_ended"))
          .isEqualTo("2");
    }
  }

  @Test
  void endingOnePrincipalLeavesOthersAlone() {
    SessionRequest kept = request(Optional.of(SessionId.random()), true);
    try (Session session = sessions().open(kept)) {
      Answers.rows(session, "CREATE TEMP TABLE mine(i INTEGER)");
    }
    sessions().endAll(UUID.randomUUID());

    try (Session session = sessions().open(kept)) {
      assertThat(session.isNew()).isFalse();
      assertThat(Answers.value(session, "SELECT count(*) FROM mine")).isEqualTo("0");
    }
  }
}
