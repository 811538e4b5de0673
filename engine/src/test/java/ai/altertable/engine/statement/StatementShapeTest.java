package ai.altertable.engine.statement;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.engine.statement.StatementShape.TransactionControl;
import ai.altertable.foundation.session.StatementKind;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementShapeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT|SELECT 'insert into t'|false",
        "SELECT|FROM ducklake_table_changes('lake', 'main', 't', 1, 2)|false",
        "SELECT|FROM ducklake_merge_adjacent_files('lake')|true",
        "SELECT|FROM lake.expire_snapshots(dry_run => true)|true",
        "INSERT|INSERT INTO t VALUES (1)|true",
        "CREATE|CREATE TABLE t(i INTEGER)|true",
        "CREATE|CREATE TEMP TABLE t(i INTEGER)|false",
        "CREATE|create /* x */ or replace temporary view v as select 1|false",
        "EXPLAIN|EXPLAIN INSERT INTO t VALUES (1)|false",
        "EXPLAIN|EXPLAIN ANALYZE INSERT INTO t VALUES (1)|true",
        "EXPLAIN|EXPLAIN ANALYZE SELECT 1|false",
        "MULTIPLE|PIVOT t ON a USING sum(b)|false",
        "MULTIPLE|CREATE TABLE x AS PIVOT t ON a USING sum(b)|true",
        "CALL|CALL lake.set_option('a', 'b')|true",
        "SET|SET schema = 'x'|false",
      })
  void writesAreRecognised(StatementKind kind, String sql, boolean writes) {
    assertThat(StatementShape.of(sql).mayWrite(kind)).isEqualTo(writes);
  }

  @Test
  void howManyNamesThereAreMakesNoMaintenance() {
    String many =
        IntStream.range(0, 60_000)
            .mapToObj(i -> "1 AS c" + i)
            .collect(Collectors.joining(", ", "SELECT ", " "));

    StatementShape reading = StatementShape.of(many);
    assertThat(reading.maintains()).isFalse();
    assertThat(reading.mentions("lake")).as("as nobody knows").isTrue();
    assertThat(StatementShape.of(many + "FROM ducklake_merge_adjacent_files('lake')").maintains())
        .isTrue();
  }

  @Test
  void sessionStateIsRecognised() {
    assertThat(StatementShape.of("USE other").leavesSessionState(StatementKind.SET)).isTrue();
    assertThat(
            StatementShape.of("CREATE TEMP TABLE t AS SELECT 1")
                .leavesSessionState(StatementKind.CREATE))
        .isTrue();
    assertThat(
            StatementShape.of("CREATE TABLE temp AS SELECT 1")
                .leavesSessionState(StatementKind.CREATE))
        .isFalse();
    assertThat(
            StatementShape.of("CREATE TABLE temp.t AS SELECT 1")
                .leavesSessionState(StatementKind.CREATE))
        .isTrue();
    assertThat(StatementShape.of("SELECT 1").leavesSessionState(StatementKind.SELECT)).isFalse();
  }

  @Test
  void transactionControlIsRecognised() {
    assertThat(StatementShape.of("/* x */ begin").transactionControl())
        .isEqualTo(TransactionControl.BEGIN);
    assertThat(StatementShape.of("START TRANSACTION READ ONLY").transactionControl())
        .isEqualTo(TransactionControl.BEGIN);
    assertThat(StatementShape.of("END").transactionControl()).isEqualTo(TransactionControl.COMMIT);
    assertThat(StatementShape.of("ABORT").transactionControl())
        .isEqualTo(TransactionControl.ROLLBACK);
    assertThat(StatementShape.of("SELECT 1").transactionControl())
        .isEqualTo(TransactionControl.NONE);
  }

  @Test
  void catalogsAreMentionedInAnyCaseAndQuoting() {
    StatementShape shape = StatementShape.of("INSERT INTO \"Lake\".main.t SELECT 'other'");
    assertThat(shape.mentions("lake")).isTrue();
    assertThat(shape.mentions("other")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "CREATE TABLE t AS SELECT 1|SELECT 1|''",
        "CREATE OR REPLACE TABLE t(a, b) AS (SELECT 1, 2) WITH NO DATA|(SELECT 1, 2)|' WITH NO DATA'",
        "CREATE TABLE t AS FROM x WITH DATA|FROM x|' WITH DATA'",
        "CREATE TABLE t AS FROM data|FROM data|''",
        "CREATE TABLE data AS SELECT sum(x) s FROM no data|SELECT sum(x) s FROM no data|''",
        "CREATE TABLE t AS SELECT (SELECT 1) AS data|SELECT (SELECT 1) AS data|''",
        "CREATE TABLE t(a INT DEFAULT CAST(1 AS INT))|-|-",
        "CREATE VIEW v AS SELECT 1|-|-",
        "CREATE TABLE t AS|-|-",
        "CREATE TABLE t AS WITH NO DATA|-|-",
        "SELECT 1 AS data|-|-",
      })
  void tableFromQueryIsTakenApart(String sql, @Nullable String query, @Nullable String tail) {
    Optional<TableFromQuery> found = StatementShape.of(sql).tableFromQuery();
    assertThat(found.map(TableFromQuery::query).orElse(null)).isEqualTo(query);
    assertThat(found.map(TableFromQuery::tail).orElse(null)).isEqualTo(tail);
  }

  @Test
  void hugeTextsAreReadInOnePass() {
    StatementShape shape = StatementShape.of("SELECT " + "1,".repeat(5 << 20) + "1");
    assertThat(shape.looksIntoCatalog()).isFalse();
    assertThat(shape.plainKind()).contains(StatementKind.SELECT);
  }

  @Test
  void textsWithTooManyNamesMentionEverything() {
    StringBuilder sql = new StringBuilder("SELECT a0");
    for (int i = 1; i < 100_000; i++) {
      sql.append(", a").append(i);
    }
    assertThat(StatementShape.of(sql.toString()).mentions("lake")).isTrue();
  }
}
