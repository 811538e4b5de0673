package ai.altertable.engine.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.altertable.engine.EngineThreads;
import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.Database;
import ai.altertable.engine.capi.TestDuckDb;
import ai.altertable.engine.lexer.Lexer;
import ai.altertable.engine.lexer.Token;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuardTest {
  private Database database = TestDuckDb.open();
  private Guard guard = Guard.of(names(database));

  private static EngineNames names(Database database) {
    try (Connection connection = TestDuckDb.connect(database)) {
      return EngineNames.of(connection);
    }
  }

  @BeforeAll
  void open() {
    database = TestDuckDb.open();
    guard = Guard.of(names(database));
  }

  @AfterAll
  void close() {
    database.close();
  }

  static List<String> everyday() {
    return SqlCorpus.everyday();
  }

  static List<SqlCorpus.Forbidden> forbidden() {
    return SqlCorpus.forbidden();
  }

  @ParameterizedTest
  @MethodSource
  void everyday(String sql) {
    assertThat(guard.verdict(sql)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource
  void forbidden(SqlCorpus.Forbidden statement) {
    assertThat(guard.verdict(statement.sql()).map(Refusal::rule))
        .as(statement.sql())
        .contains(statement.rule());
  }

  @Test
  void everydayIsManySided() {
    assertThat(SqlCorpus.everyday()).hasSizeGreaterThan(300);
    assertThat(SqlCorpus.forbidden()).hasSizeGreaterThan(250);
  }

  /// A text that ends early is judged as one, and so is what is left when its beginning is missing.
  @Test
  void textsAreJudgedWhereverTheyAreCut() {
    List<String> texts = new ArrayList<>(SqlCorpus.everyday());
    SqlCorpus.forbidden().forEach(forbidden -> texts.add(forbidden.sql()));
    for (String text : texts) {
      Lexer lexer = new Lexer(text);
      for (Token token = lexer.next(); token != null; token = lexer.next()) {
        for (String cut : List.of(text.substring(0, token.end()), text.substring(token.start()))) {
          assertThat(InnerQueries.of(cut)).as(cut).doesNotContainNull();
          guard.verdict(cut).ifPresent(refusal -> assertThat(refusal.message()).isNotBlank());
        }
      }
    }
  }

  /// With DuckDB's parser behind the rules, the same passes and the same is refused.
  @Test
  void secondOpinionAgrees() {
    try (QueryParser parser = QueryParser.open(TestDuckDb.loaded());
        EngineThreads threads = new EngineThreads(1)) {
      Guard both = Guard.of(names(database), threads, parser);
      for (String sql : SqlCorpus.everyday()) {
        assertThat(both.verdict(sql)).as(sql).isEmpty();
      }
      assertThat(both.verdict("FROM query('SELECT * FROM \"a\".b')")).isEmpty();
      assertThat(both.verdict("FROM query('SELECT * FROM \"a\".b, read_text(''x'')')")).isPresent();
    }
  }

  @Test
  void longTextIsLookedAtOnceWhileItIsHeld() {
    String sql = "SELECT '" + "x".repeat(20_000) + "' FROM read_text('x')";
    assertThat(guard.verdict(sql).orElseThrow()).isSameAs(guard.verdict(sql).orElseThrow());
    String same = sql.substring(0, 100).concat(sql.substring(100));
    assertThat(guard.verdict(same).orElseThrow()).isNotSameAs(guard.verdict(sql).orElseThrow());
  }

  /// What DuckDB refuses by itself is not the guard's to judge.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";",
        "--",
        "/* open",
        "'open",
        "\"open",
        "$$open",
        "SELEC 1",
        "1",
        "SELECT (",
        ")))",
        "FROM unknown_function(1)",
        "SET nonexistent = 1",
        "PRAGMA nonexistent",
        "CREATE",
        "DROP",
        "SET",
        "SET SESSION",
        "PRAGMA",
        "DETACH",
        "EXPLAIN",
        "PREPARE",
        "FROM",
        "FROM a.",
        "CALL",
        "SELECT current_setting('nonexistent')",
        "PREPARE p",
        "SELECT $",
        "query(",
        "(",
        "SELECT a NOT DISTINCT FROM x",
        "SELECT t.order, a::UNION, b AS where FROM t",
        "FROM VALUES 1, t",
        "FROM VALUES (1), (2), t",
        "FROM [1], {2}",
        "FROM a.1",
        "FROM a.*",
        "FROM 1",
        "FROM x'00'",
        "FROM ?",
        "FROM 'a'(1)",
        "FROM a.'b'(1)",
        "CREATE UNIQUE INDEX i ON histogram (a)",
        "DROP 'x'",
        "CREATE OR REPLACE",
        "CREATE \"table\" x",
        "SET SESSION 'x' = 1",
        "SET GLOBAL TO 1",
        "SET LOCAL",
        "SET 1",
        "SET \"session\" = 1",
        "PRAGMA 'x'",
        "DETACH DATABASE IF EXISTS",
        "EXPLAIN VERBOSE SELECT 1",
        "EXPLAIN (FORMAT json",
        "PREPARE as AS SELECT 1",
        "PREPARE p (INTEGER",
        "CREATE MACRO m() AS",
        "FROM query('(SELECT 1)')",
        "FROM query_table('a', false)",
        "FROM query_table(['a', 'b'], true)"
      })
  void whatIsNoStatementPasses(String sql) {
    assertThat(guard.verdict(sql)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "USE 1",
        "USE x'00'",
        "USE a + b",
        "ATTACH ':memory:' 'x' y",
        "ATTACH ':memory:' AS 1",
        "ATTACH 1 AS x",
        "FROM query_table(true, 'a')",
        "FROM query_table('a', null)",
        "FROM query_table(['a', 1])",
        "FROM query_table('a' + 'b')",
        "FROM query_table(x'00')",
        "FROM query_table(\"a\")",
        "FROM query('1')",
        "FROM query('\"select\" 1')",
        "FROM query('FROM query(''DROP TABLE t'')')"
      })
  void whatCannotBeReadPlainlyIsRefused(String sql) {
    assertThat(guard.verdict(sql)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LISTEN x",
        "USING x",
        "where",
        "distinct FROM x",
        "NOT DISTINCT FROM x",
        "JOIN",
        "index ON 'a'"
      })
  void unknownStatementsAreRefused(String sql) {
    assertThat(guard.verdict(sql).map(Refusal::rule)).contains("unclassified");
  }

  @Test
  void refusalsNameTheFunctionAndWhatToDo() {
    assertThatExceptionOfType(PlatformException.class)
        .isThrownBy(() -> guard.require("SELECT * FROM read_csv('/etc/passwd')"))
        .withMessage(
            "the function read_csv reads or writes files, which no statement may; load files with"
                + " POST /upload")
        .extracting(PlatformException::code)
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
  }

  @Test
  void whoMakesDatabasesIsTold() {
    assertThat(guard.verdict("CREATE DATABASE IF NOT EXISTS sales").orElseThrow().message())
        .contains("--database", "CREATE SCHEMA");
  }

  @Test
  void textIsSplitOnlyWhenAllOfItMayRun() {
    assertThat(guard.split("SELECT 1; SELECT 2")).hasSize(2);
    assertThatExceptionOfType(PlatformException.class)
        .isThrownBy(() -> guard.split("SELECT 1; FROM glob('*'); SELECT 2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT 1; DETACH lake", "SELECT 1;; BEGIN", "; SELECT 1; SELECT 2;"})
  void oneStatementIsPreparedAtATime(String sql) {
    assertThat(guard.verdict(sql).map(Refusal::code)).contains(ErrorCode.SYNTAX_ERROR);
    assertThat(guard.split(sql)).hasSize(2);
  }

  @Test
  void oneStatementMayEndWithSemicolons() {
    assertThat(guard.verdict(";; SELECT 1; ; -- end")).isEmpty();
  }

  @Test
  void halfASurrogatePairIsRefused() {
    assertThat(guard.verdict("SELECT '\uD83E'").map(Refusal::code))
        .contains(ErrorCode.SYNTAX_ERROR);
    assertThat(guard.verdict("SELECT '\uDD86\uD83E'").map(Refusal::code))
        .contains(ErrorCode.SYNTAX_ERROR);
    assertThat(guard.verdict("SELECT '\uD83E\uDD86'")).isEmpty();
  }

  @Test
  void queriesWithinQueriesEnd() {
    String sql = "SELECT 1";
    for (int i = 0; i < 10; i++) {
      sql = "FROM query('" + sql.replace("'", "''") + "')";
    }
    assertThat(guard.verdict(sql).map(Refusal::rule)).contains("code");
  }

  @Test
  void deepAndLongTextsAreJudged() {
    String deep = "SELECT " + "(".repeat(200_000) + "1" + ")".repeat(200_000);
    assertThat(guard.verdict(deep)).isEmpty();
    assertThat(guard.verdict(deep + " FROM 'x.csv'").map(Refusal::rule)).contains("file");
    String wide = "INSERT INTO t VALUES " + "(1, 'a.csv'), ".repeat(200_000) + "(2, 'b')";
    assertThat(guard.verdict(wide)).isEmpty();
  }
}
