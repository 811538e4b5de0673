package ai.altertable.engine.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.Database;
import ai.altertable.engine.capi.TestDuckDb;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
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
        "query("
      })
  void whatIsNoStatementPasses(String sql) {
    assertThat(guard.verdict(sql)).isEmpty();
  }

  @Test
  void unknownStatementsAreRefused() {
    assertThat(guard.verdict("LISTEN x").map(Refusal::rule)).contains("unclassified");
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
