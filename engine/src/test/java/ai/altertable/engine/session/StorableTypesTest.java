package ai.altertable.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.altertable.engine.TestEngine;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.Session;
import ai.altertable.testing.Answers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What stored tables hold they give back as it was, or refuse it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StorableTypesTest {
  private static final String WIDE = "170141183460469231731687303715";

  private TestEngine engine;

  @BeforeAll
  void start(@TempDir Path directory) {
    engine = TestEngine.start(directory);
  }

  @AfterAll
  void stop() {
    engine.close();
  }

  @Test
  void columnsOfAQueryAreStoredExactly() {
    try (Session session = engine.open()) {
      Answers.rows(
          session,
          """
          CREATE OR REPLACE TABLE sums AS
          SELECT sum(i) AS s, sum(i) AS s, %1$s::HUGEINT AS w, [%1$s::UHUGEINT] AS l,
            {'a b': 1::HUGEINT} AS t, max(i) AS m
          FROM range(20) r(i) -- the end
          """
              .formatted(WIDE));
    }
    assertThat(engine.value("SELECT w FROM sums")).isEqualTo(WIDE);
    assertThat(engine.value("SELECT l[1] FROM sums")).isEqualTo(WIDE);
    assertThat(engine.value("SELECT [s, s_1, t.\"a b\", m]::VARCHAR FROM sums"))
        .isEqualTo("[190, 190, 1, 19]");
    assertThat(engine.value("SELECT string_agg(column_type, ' ') FROM (DESCRIBE sums)"))
        .isEqualTo(
            "DECIMAL(38,0) DECIMAL(38,0) DECIMAL(38,0) DECIMAL(38,0)[] STRUCT(\"a b\" DECIMAL(38,0)) BIGINT");
  }

  @Test
  void tableWithoutDataHasTheSameColumns() {
    try (Session session = engine.open()) {
      Answers.rows(session, "CREATE TABLE empty_sums AS FROM (SELECT sum(1) AS s) WITH NO DATA");
    }
    assertThat(engine.value("SELECT count(*) FROM empty_sums")).isEqualTo("0");
    assertThat(engine.value("SELECT column_type FROM (DESCRIBE empty_sums)"))
        .isEqualTo("DECIMAL(38,0)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE declared(a INTEGER, w HUGEINT)",
        "CREATE TABLE declared(w STRUCT(a INTEGER, b \"uhugeint\"[]))",
        "CREATE TABLE declared(w INT128)",
        "EXPLAIN ANALYZE CREATE TABLE declared AS SELECT sum(i) AS s FROM range(3) r(i)",
        "CREATE TABLE declared AS PIVOT (FROM range(3) r(i)) ON i USING sum(i)",
        "CREATE OR REPLACE TABLE declared AS PIVOT (FROM range(3) r(i)) ON i USING sum(i)",
        "ALTER TABLE narrow ADD COLUMN w HUGEINT",
        "ALTER TABLE narrow ALTER a TYPE HUGEINT",
        "EXPLAIN ANALYZE ALTER TABLE narrow ADD COLUMN w HUGEINT",
        "CREATE TABLE declared(t TIME_NS)",
        "CREATE TABLE declared AS SELECT [{'t': '12:00:00'::TIME_NS}] AS times",
      })
  void declaredColumnsAreRefused(String statement) {
    try (Session session = engine.open()) {
      Answers.rows(session, "CREATE OR REPLACE TABLE narrow(a INTEGER)");
      assertThatExceptionOfType(PlatformException.class)
          .isThrownBy(() -> Answers.rows(session, statement))
          .withMessageContaining("DECIMAL(38,0)")
          .extracting(PlatformException::code)
          .isEqualTo(ErrorCode.FEATURE_NOT_SUPPORTED);
      assertThat(
              Answers.value(session, "SELECT count(*) FROM (SHOW TABLES) WHERE name = 'declared'"))
          .isEqualTo("0");
      assertThat(Answers.value(session, "SELECT column_type FROM (DESCRIBE narrow)"))
          .isEqualTo("INTEGER");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "STRUCT(a VARCHAR) | {'a': 'it''s'}",
        "STRUCT(a VARCHAR) | {'a': 'a\\'}",
        "STRUCT(a TIMESTAMP) | {'a': TIMESTAMP '2026-01-02 03:04:05'}",
        "STRUCT(a BLOB) | {'a': 'a''\\x00\\x27'::BLOB}",
        "STRUCT(\"it's\" INTEGER) | {'it''s': 1}",
        "STRUCT(\"a\\\" INTEGER) | {'a\\': 1}",
        "STRUCT(a STRUCT(b VARCHAR[])) | {'a': {'b': ['it''s', NULL, 'NULL', '']}}",
        "MAP(VARCHAR, STRUCT(a VARCHAR)) | MAP {'it''s': {'a': 'a\\'}}",
        "VARCHAR | chr(0) || 'a''\\'",
        "DOUBLE | 'nan'::DOUBLE",
        "TIMESTAMP | '-infinity'::TIMESTAMP",
        "JSON | '{\"a\": \"it''s \\\\\"}'",
      })
  void fewRowsAreStoredAsManyAre(String type, String value) {
    try (Session session = engine.open()) {
      Answers.rows(
          session,
          "CREATE OR REPLACE TABLE few(x %s); INSERT INTO few VALUES (%s)".formatted(type, value));
    }
    assertThat(engine.value("SELECT x IS NOT DISTINCT FROM %s::%s FROM few".formatted(value, type)))
        .isEqualTo("true");
  }

  @Test
  void columnsMayHaveTheNamesOfTheMetadatasOwn() {
    try (Session session = engine.open()) {
      Answers.rows(
          session,
          "CREATE TABLE own(row_id INTEGER, begin_snapshot INTEGER, xmin INTEGER, ctid INTEGER);"
              + " INSERT INTO own VALUES (1, 2, 3, 4); UPDATE own SET row_id = 5");
    }
    assertThat(engine.value("SELECT [row_id, begin_snapshot, xmin, ctid]::VARCHAR FROM own"))
        .isEqualTo("[5, 2, 3, 4]");
  }

  @Test
  void refusalFailsTheTransaction() {
    try (Session session = engine.open()) {
      Answers.rows(session, "BEGIN");
      assertThatExceptionOfType(PlatformException.class)
          .isThrownBy(() -> Answers.rows(session, "CREATE TABLE in_transaction(w HUGEINT)"));
      assertThatExceptionOfType(PlatformException.class)
          .isThrownBy(() -> Answers.rows(session, "COMMIT"))
          .extracting(PlatformException::code)
          .isEqualTo(ErrorCode.TRANSACTION_ABORTED);
    }
    assertThat(engine.value("SELECT count(*) FROM (SHOW TABLES) WHERE name = 'in_transaction'"))
        .isEqualTo("0");
  }

  @Test
  void columnsWithSuchNamesAndTemporaryTablesAreFree() {
    try (Session session = engine.open()) {
      Answers.rows(session, "CREATE TABLE names(hugeint INTEGER, s STRUCT(hugeint INTEGER))");
      Answers.rows(session, "CREATE TEMP TABLE wide AS SELECT %s::HUGEINT AS w".formatted(WIDE));
      assertThat(Answers.value(session, "SELECT typeof(w) FROM wide")).isEqualTo("HUGEINT");
    }
  }

  @Test
  void pivotedTableIsCommittedWithItsTransactionOnly() {
    try (Session session = engine.open()) {
      Answers.rows(
          session,
          "CREATE TABLE pivoted AS PIVOT (FROM (VALUES ('a', 1), ('b', 2)) t(k, v)) ON k USING max(v)");
      assertThat(Answers.value(session, "SELECT a || ' ' || b FROM pivoted")).isEqualTo("1 2");
      Answers.rows(
          session,
          "BEGIN; CREATE TABLE rolled AS PIVOT (FROM (VALUES ('a', 1)) t(k, v)) ON k USING max(v);"
              + " ROLLBACK");
      assertThat(Answers.value(session, "SELECT count(*) FROM (SHOW TABLES) WHERE name = 'rolled'"))
          .isEqualTo("0");
    }
  }
}
