package ai.altertable.engine.capi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.Bindings;
import ai.altertable.foundation.session.Parameter;
import ai.altertable.foundation.session.SqlType.Simple;
import ai.altertable.foundation.session.StatementKind;
import ai.altertable.foundation.session.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeStatementTest {
  private final Database database = TestDuckDb.open();
  private final Connection connection = TestDuckDb.connect(database);

  @BeforeEach
  void createTable() {
    connection.execute("CREATE TABLE t (i INTEGER, s VARCHAR); PREPARE saved AS SELECT 1");
  }

  @AfterEach
  void close() {
    connection.close();
    database.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT 1 | SELECT",
        "VALUES (1) | SELECT",
        "FROM t | SELECT",
        "DESCRIBE t | SELECT",
        "SHOW TABLES | SELECT",
        "SUMMARIZE t | SELECT",
        "INSERT INTO t VALUES (1, '') | INSERT",
        "UPDATE t SET i = 1 | UPDATE",
        "DELETE FROM t | DELETE",
        "TRUNCATE t | DELETE",
        "MERGE INTO t USING t AS u ON t.i = u.i WHEN MATCHED THEN DELETE | MERGE",
        "CREATE TABLE u (i INTEGER) | CREATE",
        "CREATE VIEW v AS FROM t | CREATE",
        "CREATE MACRO m(a) AS a | CREATE",
        "CREATE SCHEMA s | CREATE",
        "ALTER TABLE t ADD COLUMN x INTEGER | ALTER",
        "COMMENT ON TABLE t IS 'x' | ALTER",
        "DROP TABLE t | DROP",
        "BEGIN | TRANSACTION",
        "COMMIT | TRANSACTION",
        "ROLLBACK | TRANSACTION",
        "COPY t TO 'x.csv' | COPY",
        "EXPORT DATABASE 'x' | EXPORT",
        "SET threads = 1 | SET",
        "RESET threads | SET",
        "SET VARIABLE x = 1 | SET",
        "USE memory | SET",
        "PRAGMA enable_progress_bar | PRAGMA",
        "PRAGMA table_info('t') | SELECT",
        "CALL pragma_version() | CALL",
        "CHECKPOINT | CALL",
        "EXPLAIN SELECT 1 | EXPLAIN",
        "PREPARE p AS SELECT 1 | PREPARE",
        "EXECUTE saved | EXECUTE",
        "ATTACH ':memory:' AS other | ATTACH",
        "DETACH other | DETACH",
        "VACUUM | VACUUM",
        "ANALYZE | VACUUM",
        "LOAD json | LOAD",
        "INSTALL json | LOAD",
        "SELECT 1; SELECT 2 | MULTIPLE",
        "PIVOT t ON s USING sum(i) | MULTIPLE",
        "PIVOT t ON s IN ('a') USING sum(i) | SELECT",
      })
  void tellsWhatTheStatementDoes(String sql, StatementKind kind) {
    try (NativeStatement statement = connection.prepare(sql)) {
      assertThat(statement.kind()).isEqualTo(kind);
    }
  }

  @Test
  void columnsAreKnownWithoutExecuting() {
    assertThat(columns("SELECT i AS a, s AS a, i + 0.5 AS \"x y\" FROM t"))
        .hasValueSatisfying(columns -> {
          assertThat(columns).extracting(ResultColumn::name).containsExactly("a", "a", "x y");
          assertThat(columns)
              .extracting(column -> column.type().toString())
              .containsExactly("INTEGER", "VARCHAR", "DECIMAL(12,1)");
        });
    assertThat(columns("INSERT INTO t VALUES (1, '') RETURNING s"))
        .contains(List.of(new ResultColumn("s", Simple.VARCHAR)));
    assertThat(columns("EXECUTE saved")).contains(List.of(new ResultColumn("1", Simple.INTEGER)));
  }

  @Test
  void statementsWithoutRowsHaveNoColumns() {
    assertThat(columns("INSERT INTO t VALUES (1, '')")).contains(List.of());
    assertThat(columns("CREATE TABLE u AS SELECT 1 AS x")).contains(List.of());
    assertThat(columns("SET threads = 1")).contains(List.of());
    assertThat(columns("BEGIN")).contains(List.of());
  }

  @Test
  void columnsThatHangOnAParameterAreNotKnown() {
    assertThat(columns("SELECT $1")).isEmpty();
    assertThat(columns("SELECT [$1], 1")).isEmpty();
    assertThat(columns("SELECT i FROM t WHERE $1 IS NULL OR s = $1")).isEmpty();
    assertThat(columns("SELECT $1::DATE"))
        .hasValueSatisfying(
            columns -> assertThat(columns.getFirst().type()).isEqualTo(Simple.DATE));
  }

  @Test
  void parametersHaveNumbersOrNamesAndTypes() {
    assertThat(parameters("SELECT * FROM t WHERE i = ? AND s = ?"))
        .containsExactly(
            new Parameter("1", Optional.of(Simple.INTEGER)),
            new Parameter("2", Optional.of(Simple.VARCHAR)));
    assertThat(parameters("SELECT * FROM t WHERE s = $2 AND i = $1"))
        .containsExactly(
            new Parameter("1", Optional.of(Simple.INTEGER)),
            new Parameter("2", Optional.of(Simple.VARCHAR)));
    assertThat(parameters("SELECT * FROM t WHERE s = $word AND i = $Number AND s <> $word"))
        .containsExactly(
            new Parameter("word", Optional.of(Simple.VARCHAR)),
            new Parameter("Number", Optional.of(Simple.INTEGER)));
    assertThat(parameters("SELECT $1")).containsExactly(new Parameter("1", Optional.empty()));
    assertThat(parameters("SELECT 1")).isEmpty();
  }

  @Test
  void preparedStatementRunsAgainWithOtherValues() {
    connection.execute("INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'b')");
    try (NativeStatement statement =
        connection.prepare("SELECT count(*) FROM t WHERE s = $1 AND i > $2")) {
      for (int round = 0; round < 3; round++) {
        assertThat(single(statement, new Value.Text("b"), Value.Int.of(0))).isEqualTo(2);
        assertThat(single(statement, new Value.Text("b"), Value.Int.of(2))).isEqualTo(1);
        assertThat(single(statement, new Value.Text("c"), Value.Int.of(0))).isZero();
      }
    }
  }

  @Test
  void preparedStatementSeesWhatHappenedSince() {
    try (NativeStatement statement = connection.prepare("SELECT count(*) FROM t");
        Connection other = database.connect()) {
      assertThat(single(statement)).isZero();
      other.execute("INSERT INTO t VALUES (1, 'a')");
      assertThat(single(statement)).isEqualTo(1);
      other.execute("ALTER TABLE t ADD COLUMN x INTEGER; INSERT INTO t VALUES (2, 'b', 3)");
      assertThat(single(statement)).isEqualTo(2);
      other.execute("DROP TABLE t");
      assertThatThrownBy(() -> single(statement))
          .isInstanceOf(DuckDbFailure.class)
          .hasMessageContaining("does not exist");
    }
  }

  /// DuckDB plans with the statistics of the moment of preparing: "WHERE i < 10" is true for all
  /// rows, texts are of one character. Executed later, such a plan gives wrong rows.
  @Test
  void preparedStatementIsNotMisledByWhatItsTableHeldBefore() throws InterruptedException {
    connection.execute("INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c')");
    try (NativeStatement count = connection.prepare("SELECT count(*) FROM t WHERE i < 10");
        NativeStatement texts = connection.prepare("SELECT s FROM t ORDER BY s");
        NativeStatement groups = connection.prepare("SELECT i FROM t GROUP BY i ORDER BY i");
        NativeStatement delete = connection.prepare("DELETE FROM t WHERE i < 10");
        Connection other = database.connect()) {
      assertThat(single(count)).isEqualTo(3);
      connection.execute("UPDATE t SET i = 1000000, s = 'longer' WHERE i = 3");
      assertThat(single(count)).isEqualTo(2);
      assertThat(rows(texts)).extracting(row -> row.text(0)).containsExactly("a", "b", "longer");
      assertThat(rows(groups))
          .extracting(row -> row.integer(0))
          .containsExactly(1L, 2L, 1_000_000L);
      other.execute("INSERT INTO t VALUES (50, 'z')");
      Thread.sleep(1_100);
      assertThat(single(count)).isEqualTo(2);
      assertThat(rows(delete)).containsExactly(new Row(List.of(2L)));
    }
  }

  @Test
  void lateFirstExecutionIsNotMisledEither() {
    connection.execute("INSERT INTO t VALUES (1, 'a')");
    try (NativeStatement count = connection.prepare("SELECT count(*) FROM t WHERE i < 10")) {
      connection.execute("INSERT INTO t VALUES (100, 'b')");

      assertThat(single(count)).isEqualTo(1);
    }
  }

  @Test
  void statementsWithParametersAreNotMisled() {
    connection.execute("INSERT INTO t VALUES (1, 'a'), (2, 'b')");
    try (NativeStatement count =
        connection.prepare("SELECT count(*) FROM t WHERE i < 10 AND s <> $1")) {
      assertThat(single(count, new Value.Text("x"))).isEqualTo(2);
      connection.execute("UPDATE t SET i = 1000000 WHERE i = 2");
      assertThat(single(count, new Value.Text("x"))).isEqualTo(1);
    }
  }

  @Test
  void pivotWithoutValuesFindsItsColumnsOnExecution() {
    connection.execute("INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'b')");
    try (NativeStatement statement = connection.prepare("PIVOT t ON s USING sum(i)")) {
      assertThat(statement.columns()).isEmpty();
      assertThat(statement.parameters()).isEmpty();
      assertThat(pivotColumns(statement)).containsExactly("a", "b");
      connection.execute("INSERT INTO t VALUES (4, 'c')");
      assertThat(pivotColumns(statement)).containsExactly("a", "b", "c");
    }
  }

  @Test
  void pivotWorksInsideATransaction() {
    connection.execute("BEGIN; INSERT INTO t VALUES (1, 'a')");
    try (NativeStatement statement = connection.prepare("PIVOT t ON s USING sum(i)")) {
      assertThat(pivotColumns(statement)).containsExactly("a");
    }
    connection.execute("ROLLBACK");
    assertThat(connection.query("FROM t")).isEmpty();
  }

  @Test
  void failingPivotSaysWhy() {
    try (NativeStatement statement = connection.prepare("PIVOT t ON nosuch USING sum(i)")) {
      assertThatThrownBy(statement::pendingStreaming)
          .isInstanceOf(DuckDbFailure.class)
          .hasMessageContaining("nosuch");
    }
  }

  @Test
  void pivotTakesNoValues() {
    try (NativeStatement statement = connection.prepare("PIVOT t ON s USING sum(i)")) {
      statement.bind(Bindings.NONE);
      assertThatThrownBy(() -> statement.bind(positional(Value.Int.of(1))))
          .isInstanceOf(PlatformException.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELEC 1 | PARSER | syntax error",
        "FROM nosuch | CATALOG | does not exist",
        "SELECT nosuch FROM t | BINDER | not found",
        "'' | PARSER | no statement",
        "-- nothing | PARSER | no statement",
      })
  void saysWhyAStatementCannotBePrepared(String sql, DuckDbErrorType type, String message) {
    assertThatThrownBy(() -> connection.prepare(sql))
        .isInstanceOfSatisfying(
            DuckDbFailure.class, failure -> assertThat(failure.type()).isEqualTo(type))
        .hasMessageContaining(message);
  }

  @Test
  void valuesMustMatchTheParameters() {
    try (NativeStatement statement = connection.prepare("SELECT $a::INT, $b::INT")) {
      assertRefused(statement, positional(Value.Int.of(1)), "2 parameter(s), but 1 value(s)");
      assertRefused(statement, new Bindings.Named(Map.of("a", Value.Int.of(1))), "for $b");
      assertRefused(
          statement,
          new Bindings.Named(
              Map.of("a", Value.Int.of(1), "b", Value.Int.of(1), "c", Value.Int.of(1))),
          "no parameter $c");
      statement.bind(new Bindings.Named(Map.of("A", Value.Int.of(1), "b", Value.Int.of(2))));
    }
  }

  @Test
  void executingWithoutValuesSaysWhichAreMissing() {
    try (NativeStatement statement = connection.prepare("SELECT $1::INT")) {
      assertThatThrownBy(statement::pendingStreaming)
          .isInstanceOf(DuckDbFailure.class)
          .hasMessageContaining("Values were not provided");
    }
  }

  @Test
  void closedStatementRefusesWork() {
    NativeStatement statement = connection.prepare("SELECT 1");
    statement.close();
    statement.close();

    assertThatThrownBy(statement::pendingStreaming).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(statement::columns).isInstanceOf(IllegalStateException.class);
    assertThat(statement.kind()).isEqualTo(StatementKind.SELECT);
  }

  @Test
  void resultOutlivesItsStatement() {
    NativeStatement statement = connection.prepare("FROM range(5000)");
    Pending pending = statement.pendingStreaming();
    statement.close();
    try (NativeResult result = pending.result()) {
      pending.close();
      assertThat(SmallRows.read(result)).hasSize(5000);
    }
  }

  private Optional<List<ResultColumn>> columns(String sql) {
    try (NativeStatement statement = connection.prepare(sql)) {
      return statement.columns();
    }
  }

  private List<Parameter> parameters(String sql) {
    try (NativeStatement statement = connection.prepare(sql)) {
      return statement.parameters();
    }
  }

  private static long single(NativeStatement statement, Value... values) {
    statement.bind(positional(values));
    try (Pending pending = statement.pendingStreaming();
        NativeResult result = pending.result()) {
      return SmallRows.read(result).getFirst().integer(0);
    }
  }

  private static List<Row> rows(NativeStatement statement) {
    try (Pending pending = statement.pendingStreaming();
        NativeResult result = pending.result()) {
      return SmallRows.read(result);
    }
  }

  private static List<String> pivotColumns(NativeStatement statement) {
    try (Pending pending = statement.pendingStreaming();
        NativeResult result = pending.result()) {
      return result.columns().stream().map(ResultColumn::name).toList();
    }
  }

  private static Bindings positional(Value... values) {
    return new Bindings.Positional(List.of(values));
  }

  private static void assertRefused(NativeStatement statement, Bindings bindings, String message) {
    assertThatThrownBy(() -> statement.bind(bindings))
        .isInstanceOfSatisfying(
            PlatformException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_PARAMETER))
        .hasMessageContaining(message);
  }
}
