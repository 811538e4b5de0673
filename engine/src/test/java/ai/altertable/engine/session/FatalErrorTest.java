package ai.altertable.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.altertable.engine.DuckDbEngine;
import ai.altertable.engine.TestEngine;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Access;
import ai.altertable.foundation.session.Session;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.testing.Answers;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// When the engine fails in a statement, what is in memory is given up, and the process lives.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FatalErrorTest {
  private TestEngine engine;

  @BeforeAll
  void start(@TempDir Path directory) {
    engine = TestEngine.start(directory);
    poison();
  }

  /// A row that DuckLake cannot read back, kept in the metadata database as of an older version.
  private void poison() {
    try (DuckDbEngine another = engine.another();
        Session session = another.open(TestEngine.request(Access.WRITE, Optional.empty(), false))) {
      Answers.rows(session, "CREATE TABLE poison(x STRUCT(a VARCHAR))");
    }
    engine
        .postgres()
        .execute(
            """
            INSERT INTO %1$s.ducklake_metadata
            SELECT 'data_inlining_row_limit', '10', 'table', table_id FROM %1$s.ducklake_table
            """
                .formatted(engine.lake().metadataSchema()));
    engine.execute("INSERT INTO poison VALUES ({'a': 'it''s {a: 1} \\'})");
  }

  @AfterAll
  void stop() {
    engine.close();
  }

  private static void fail(Session session) {
    assertThatExceptionOfType(PlatformException.class)
        .isThrownBy(() -> Answers.rows(session, "FROM poison"))
        .extracting(PlatformException::code)
        .isEqualTo(ErrorCode.INTERNAL);
  }

  private static void isLost(Session session, String statement) {
    assertThatExceptionOfType(PlatformException.class)
        .isThrownBy(() -> Answers.rows(session, statement))
        .withMessageContaining("new session")
        .extracting(PlatformException::code)
        .isEqualTo(ErrorCode.WORKER_UNAVAILABLE);
  }

  @Test
  void nextStatementIsServedByANewInstance() {
    for (int round = 0; round < 3; round++) {
      try (Session session = engine.open()) {
        fail(session);
      }
      assertThat(engine.value("SELECT 42")).isEqualTo("42");
    }
  }

  @Test
  void transactionIsRolledBackAndItsSessionRefusesMore() {
    engine.execute("CREATE OR REPLACE TABLE kept(a INTEGER)");
    try (Session session = engine.open()) {
      Answers.rows(session, "BEGIN; INSERT INTO kept VALUES (1)");
      fail(session);
      isLost(session, "COMMIT");
    }
    assertThat(engine.value("SELECT count(*) FROM kept")).isEqualTo("0");
  }

  @Test
  void writeThatFailsIsNotKeptAndLeavesNoLeaseBehind() {
    engine.execute("CREATE OR REPLACE TABLE copied(x STRUCT(a VARCHAR))");
    try (Session session = engine.open()) {
      assertThatExceptionOfType(PlatformException.class)
          .isThrownBy(() -> Answers.rows(session, "INSERT INTO copied FROM poison"))
          .extracting(PlatformException::code)
          .isEqualTo(ErrorCode.INTERNAL);
    }
    engine.execute("INSERT INTO copied VALUES ({'a': 'b'})");
    assertThat(engine.value("SELECT count(*) FROM copied")).isEqualTo("1");
  }

  @Test
  void keptSessionOfTheSamePrincipalIsToldOnceAndThenBeginsAnew() {
    SessionId id = SessionId.random();
    var request = TestEngine.request(Access.WRITE, Optional.of(id), true);
    try (Session kept = engine.engine().open(request)) {
      Answers.rows(kept, "CREATE TEMP TABLE mine AS SELECT 7 AS a");
    }
    try (Session other = engine.open()) {
      fail(other);
    }
    try (Session again = engine.engine().open(request)) {
      isLost(again, "FROM mine");
    }
    try (Session anew = engine.engine().open(request)) {
      assertThat(anew.isNew()).isTrue();
      assertThat(Answers.value(anew, "SELECT 8")).isEqualTo("8");
    }
  }

  @Test
  void nothingIsCommittedByAnInstanceThatHasFailed() {
    engine.execute("CREATE OR REPLACE TABLE doubtful(a INTEGER)");
    try (Session writer = engine.open();
        Session other = engine.open()) {
      Answers.rows(writer, "BEGIN; INSERT INTO doubtful VALUES (1)");
      fail(other);
      isLost(writer, "COMMIT");
    }
    assertThat(engine.value("SELECT count(*) FROM doubtful")).isEqualTo("0");
  }
}
