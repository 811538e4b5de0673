package ai.altertable.engine.guard;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.engine.capi.TestDuckDb;
import ai.altertable.foundation.error.ErrorCode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecondOpinionTest {
  private final QueryParser parser = QueryParser.open(TestDuckDb.loaded());
  private final SecondOpinion opinion = new SecondOpinion(parser, Classification.BUNDLED);

  @AfterAll
  void close() {
    parser.close();
  }

  static List<String> everyday() {
    return SqlCorpus.everyday();
  }

  @ParameterizedTest
  @MethodSource
  void everyday(String sql) {
    assertThat(opinion.of(sql)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM t, 'x.csv'",
        "FROM a : \"x.parquet\"",
        "FROM lake.data.json",
        "SELECT * FROM t WHERE EXISTS (FROM 's3://x/y.csv')",
        "SELECT (SELECT content FROM read_text('x'))",
        "DESCRIBE 'x.csv'",
        "SUMMARIZE FROM read_csv('x')",
        "WITH a AS (FROM glob('*')) FROM a",
        "SELECT 1; FROM sniff_csv('x')",
        "SELECT current_user FROM postgres_scan('host=x', 'a', 'b')",
        "SELECT sum(txid_current()) OVER () FROM t",
        "FROM __ducklake_metadata_lake.x",
        "FROM pg_catalog.pg_settings",
        "FROM t JOIN duckdb_logs ON true",
      })
  void queriesAreJudgedByTheirTree(String sql) {
    assertThat(opinion.of(sql)).isPresent();
  }

  /// Each with a relation, in a place of its own, that the tokens alone would be to tell of.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "EXPLAIN FROM 'x.csv'",
        "EXPLAIN ANALYZE (FROM 'x.csv')",
        "EXPLAIN (FORMAT json, ANALYZE) FROM 'x.csv'",
        "EXPLAIN INSERT INTO t FROM 'x.csv'",
        "PREPARE p AS FROM 'x.csv'",
        "PREPARE p(INTEGER, DECIMAL(3, 2)) AS SELECT $1 FROM 'x.csv'",
        "CREATE TABLE t AS FROM 'x.csv'",
        "CREATE OR REPLACE TEMP TABLE t(a, b) AS FROM 'x.csv' WITH NO DATA",
        "CREATE TABLE t AS (FROM 'x.csv') WITH DATA",
        "CREATE TABLE t (a INTEGER CHECK (a IN (SELECT 1 FROM 'x.csv')))",
        "CREATE VIEW v(a, b) AS WITH c AS (FROM 'x.csv') FROM c",
        "CREATE MACRO m(a) AS (SELECT a FROM 'x.csv')",
        "CREATE MACRO m(a) AS a + 1, (a, b := 2) AS (SELECT a FROM 'x.csv')",
        "CREATE MACRO m(a) AS read_text(a)",
        "CREATE FUNCTION m(a) AS TABLE FROM t, (a, b) AS TABLE (FROM 'x.csv')",
        "CREATE TYPE e AS ENUM (SELECT a FROM 'x.csv')",
        "INSERT INTO t FROM 'x.csv'",
        "INSERT INTO a.b (c, d) BY NAME (SELECT * FROM 'x.csv')",
        "INSERT INTO t (c) VALUES ((SELECT 1 FROM 'x.csv'))",
        "INSERT INTO t VALUES (1) ON CONFLICT (a) DO UPDATE SET a = (SELECT 1 FROM 'x.csv')",
        "INSERT INTO t SELECT 1 FROM u JOIN v ON u.a = v.a RETURNING (SELECT 1 FROM 'x.csv')",
        "UPDATE 'x.csv' SET a = 1",
        "UPDATE t SET a = 1, (b, c) = (SELECT 1, 2 FROM 'x.csv') WHERE d",
        "UPDATE t x SET a = 1 FROM u, 'x.csv'",
        "UPDATE t SET a = 1 RETURNING (FROM 'x.csv')",
        "DELETE FROM 'x.csv'",
        "DELETE FROM t USING u, 'x.csv' WHERE true",
        "DELETE FROM t WHERE a IN (FROM 'x.csv')",
        "DELETE FROM t USING u RETURNING (FROM 'x.csv')",
        "MERGE INTO 'x.csv' USING t ON true WHEN MATCHED THEN DELETE",
        "MERGE INTO t USING 'x.csv' x ON t.a = x.a WHEN MATCHED THEN DELETE",
        "MERGE INTO t USING (FROM 'x.csv') USING (a) WHEN NOT MATCHED THEN INSERT",
        "MERGE INTO t USING u USING (a) WHEN MATCHED AND (FROM 'x.csv') THEN DELETE",
        "MERGE INTO t USING u USING (a) WHEN MATCHED THEN UPDATE SET a = (FROM 'x.csv')",
        "MERGE INTO t USING u ON a WHEN MATCHED THEN DELETE WHEN NOT MATCHED BY TARGET THEN INSERT (a)"
            + " VALUES ((FROM 'x.csv')) RETURNING a",
        "MERGE INTO t USING u ON a WHEN MATCHED THEN DELETE RETURNING (FROM 'x.csv')",
        "MERGE INTO t USING u ON a WHEN MATCHED THEN ERROR (FROM 'x.csv')",
        "SET VARIABLE a = (SELECT 1 FROM 'x.csv')",
        "CALL f((FROM 'x.csv'))",
        "EXECUTE p((FROM 'x.csv'))",
        "ALTER TABLE t ALTER a SET DATA TYPE INTEGER USING (SELECT 1 FROM 'x.csv')",
      })
  void queriesWithinOtherStatementsAreJudgedToo(String sql) {
    assertThat(opinion.of(sql)).isPresent();
    assertThat(opinion.of(sql.replace("'x.csv'", "x").replace("read_text", "lower"))).isEmpty();
  }

  /// What this cuts out is all that the parser takes of it.
  @Test
  void everydayStatementsAreCutWhereTheParserAgrees() {
    long asked = 0;
    long parsed = 0;
    for (String sql : SqlCorpus.everyday()) {
      for (String query : InnerQueries.of(sql)) {
        asked++;
        parsed += parser.tree(query).isPresent() ? 1 : 0;
      }
    }
    assertThat(parsed).as("parsed of %d", asked).isGreaterThan(asked * 9 / 10);
  }

  @Test
  void itHasNoOpinionOnOtherStatements() {
    assertThat(opinion.of("DROP TABLE t")).isEmpty();
    assertThat(opinion.of("SELECT (")).isEmpty();
    assertThat(opinion.of("SELECT '\0'")).isEmpty();
  }

  /// What looks like the end of the string that holds it is none.
  @Test
  void parserRunsNothing() {
    assertThat(parser.tree("SELECT 1'); CREATE TABLE t (i INTEGER); SELECT ('")).isEmpty();
    assertThat(parser.tree("FROM '/etc/passwd'").orElseThrow()).contains("BASE_TABLE");
  }

  private static void assertTooLarge(Optional<Refusal> opinion) {
    assertThat(opinion.map(Refusal::code)).contains(ErrorCode.STATEMENT_TOO_LARGE);
  }

  @Test
  void longTextThatNeedsAnOpinionIsRefused() {
    assertTooLarge(opinion.of("SELECT 1 FROM a.b WHERE 1 IN (" + "1,".repeat(200_000) + "1)"));
  }

  @Test
  void longInsertOfValuesIsLeftToTheTokens() {
    String values = "INSERT INTO a.b (c, d) VALUES " + "(1, 'x'), ".repeat(40_000) + "(2, 'y')";
    assertThat(opinion.of(values)).isEmpty();
    assertTooLarge(opinion.of(values.replace("VALUES", "SELECT * FROM VALUES")));
  }

  @Test
  @Timeout(20)
  void manyActionsOfAMergeAreLookedAtOnce() {
    String merge = "MERGE INTO t USING a.b ON x ";
    assertThat(opinion.of(merge + "WHEN MATCHED THEN DELETE ".repeat(500))).isEmpty();
    assertThat(opinion.of(merge + "WHEN MATCHED THEN DELETE ".repeat(9_000))).isEmpty();
  }

  @Test
  @Timeout(20)
  void statementOfVeryManyQueriesIsRefused() {
    assertTooLarge(opinion.of("ALTER a.b " + "(SELECT 1) ".repeat(20_000)));
  }
}
