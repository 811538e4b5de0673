package ai.altertable.engine.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.Database;
import ai.altertable.engine.capi.DuckDbFailure;
import ai.altertable.engine.capi.TestDuckDb;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The position that is read from DuckDB's excerpt is the one that DuckDB means.
class ExcerptTest {
  private static final String[] PIECES = {
    " ",
    "\n",
    "\r\n",
    "'a'",
    "'ä'",
    "'日本'",
    "'🦆🦆'",
    "'e\u0301'",
    "'한국어'",
    "'\t'",
    "'👨‍👩‍👧'",
    "'Ω'",
    "'a much longer piece of text with words in it'",
    "/* … */",
    "123456789"
  };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT nosuch",
        "\n\nSELECT\n  1,\n  nosuch",
        "SELECT 'ä', '日本語', '🦆', nosuch",
        "SELECT\r\n'x',\r\nnosuch",
        "SELECT '\t\t', nosuch",
        "SELECT 'e\u0301e\u0301', nosuch",
      })
  void namesTheCharacter(String sql) {
    assertPositionOfNosuch(sql);
  }

  @Test
  void findsItInLinesThatAreCutAtEitherEnd() {
    String long1 = "'" + "left ".repeat(60) + "'";
    String long2 = "'" + "right ".repeat(60) + "'";

    assertPositionOfNosuch("SELECT " + long1 + ", nosuch");
    assertPositionOfNosuch("SELECT nosuch, " + long2);
    assertPositionOfNosuch("SELECT " + long1 + ", nosuch, " + long2);
    assertPositionOfNosuch("SELECT '日本', " + long1 + ", nosuch, " + long2);
  }

  @Test
  void agreesWithDuckDbOnRandomStatements() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      StringBuilder sql = new StringBuilder("SELECT ");
      appendPieces(sql, random);
      sql.append("nosuch");
      StringBuilder rest = new StringBuilder();
      appendPieces(rest, random);
      if (!rest.toString().isBlank()) {
        sql.append(", ").append(rest).append(" 1");
      }
      assertPositionOfNosuch(sql.toString());
    }
  }

  @Test
  void pointsNowhereInAnotherText() {
    DuckDbFailure failure =
        DuckDbFailure.of("Binder Error: x\n\nLINE 1: SELECT nosuch\n               ^");

    for (String sql : new String[] {"", "SELECT other", "x", "\n"}) {
      assertThat(DuckDbErrors.translate(failure, sql).position()).as(sql).isEmpty();
      assertThat(DuckDbErrors.translate(failure, sql)).hasMessage("Binder Error: x");
    }
    assertThat(DuckDbErrors.translate(failure, "SELECT nosuch").position()).contains(8);
  }

  private static void appendPieces(StringBuilder sql, Random random) {
    for (int i = random.nextInt(12); i > 0; i--) {
      String piece = PIECES[random.nextInt(PIECES.length)];
      boolean value = !piece.isBlank() && !piece.startsWith("/*");
      sql.append(piece).append(value ? ", " : "");
    }
  }

  private static void assertPositionOfNosuch(String sql) {
    int expected = sql.codePointCount(0, sql.indexOf("nosuch")) + 1;
    try (Database database = TestDuckDb.open();
        Connection connection = database.connect()) {
      assertThatThrownBy(() -> connection.prepare(sql).close())
          .isInstanceOfSatisfying(
              DuckDbFailure.class,
              failure ->
                  assertThat(DuckDbErrors.translate(failure, sql).position())
                      .as("%s%n%s", sql, failure.text())
                      .contains(expected));
    }
  }
}
