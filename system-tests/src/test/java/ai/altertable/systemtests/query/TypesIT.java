package ai.altertable.systemtests.query;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Answer;
import ai.altertable.systemtests.harness.Duck;
import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.SystemTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Values of every type, as DuckDB itself renders them, and as they come over HTTP.
@SystemTest
final class TypesIT {
  private static final String ALL_TYPES = "FROM test_all_types()";

  @Test
  void everyTypeComesWithItsNameAndTheValuesThatDuckDbRenders(Http http) {
    Answer answer = http.query(ALL_TYPES).orFail();
    try (Duck duck = Duck.open()) {
      List<List<String>> columns =
          duck.rows("SELECT column_name, column_type FROM (DESCRIBE " + ALL_TYPES + ")");
      assertThat(answer.columns())
          .containsExactlyElementsOf(
              columns.stream().map(column -> String.join(" ", column)).toList());
      for (int at = 0; at < columns.size(); at++) {
        requireSame(duck, columns.get(at), at, answer);
      }
    }
  }

  private static void requireSame(Duck duck, List<String> column, int at, Answer answer) {
    DuckDbText text = new DuckDbText(column.get(1));
    List<List<String>> rendered =
        duck.rows("SELECT %s %s".formatted(text.expression(column.getFirst()), ALL_TYPES));
    assertThat(answer.rows()).hasSameSizeAs(rendered);
    for (int row = 0; row < rendered.size(); row++) {
      JsonNode expected = text.inJson(rendered.get(row).getFirst());
      JsonNode actual = answer.rows().get(row).get(at);
      assertThat(text.same(expected, actual))
          .as("%s of row %d: DuckDB %s, we %s", column, row, expected, actual)
          .isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'{\"a\": [1, 2.50], \"b\": null}'::JSON       | JSON     | {\"a\":[1,2.50],\"b\":null}",
        "{'a': 1, 'b': ['x']}::VARIANT                 | VARIANT  | {\"a\":1,\"b\":[\"x\"]}",
        "row(1, 'x')                                   | STRUCT(INTEGER, VARCHAR) | [1,\"x\"]",
        "'POINT (1 2)'::GEOMETRY                       | GEOMETRY | \"0101000000000000000000f03f0000000000000040\"",
        "TIMESTAMP_NS '2026-01-02 03:04:05.123456789'  | TIMESTAMP_NS | \"2026-01-02T03:04:05.123456789\"",
        "MAP {7: [1], 8: NULL}                         | MAP(INTEGER, INTEGER[]) | {\"7\":[1],\"8\":null}",
        "concat('line', chr(10), chr(8232), '\"')      | VARCHAR  | \"line\\n\\u2028\\\"\"",
        "0.1::FLOAT                                    | FLOAT    | 0.1",
        "1e100                                         | DOUBLE   | 1e+100"
      })
  void valueComesToTheByte(String expression, String type, String json, Http http) {
    Answer answer = http.query("SELECT " + expression + " AS v").orFail();
    assertThat(answer.columns()).containsExactly("v " + type);
    assertThat(answer.text()).endsWith("\n[" + json + "]\n");
  }

  /// DuckLake has no column of the types that are left out.
  @Test
  void valuesOfAStoredTableAreThoseThatWentIn(Http http) {
    String storable =
        """
        SELECT COLUMNS(c -> c NOT LIKE '%fixed%' AND c NOT LIKE '%enum' AND c NOT LIKE '%hugeint'
          AND c NOT IN ('bignum', 'union', 'bit', 'time_ns', 'time_tz', 'interval')) FROM test_all_types()
        """;
    http.query("CREATE OR REPLACE TABLE all_types AS " + storable).orFail();
    Answer stored = http.query("FROM all_types ORDER BY \"int\" NULLS LAST");
    Answer computed = http.query(storable + " ORDER BY \"int\" NULLS LAST");
    assertThat(stored.texts()).hasSize(3).containsExactlyElementsOf(computed.texts());
    assertThat(stored.columns()).hasSizeGreaterThan(33);
  }

  /// Parquet has no such types, and what takes their place holds less.
  @ParameterizedTest
  @CsvSource({
    "HUGEINT, 9007199254740993",
    "HUGEINT, -99999999999999999999999999999999999999",
    "UHUGEINT, 18446744073709551617"
  })
  void storedWideIntegersKeepEveryDigit(String type, String value, Http http) {
    store(type, value, http).orFail();
    assertThat(http.query("SELECT DISTINCT v::VARCHAR FROM exact").value()).isEqualTo(value);
    assertThat(http.query("SELECT DISTINCT v FROM exact").texts())
        .containsExactly("[" + value + "]");
  }

  @Test
  void storedWideIntegerThatDoesNotFitIsAnErrorAndNoOtherNumber(Http http) {
    Answer refused = store("HUGEINT", "170141183460469231731687303715884105727", http);
    assertThat(refused.error().code()).isEqualTo("NUMERIC_VALUE_OUT_OF_RANGE");
  }

  /// Parquet has times in UTC and intervals of whole milliseconds only, in DuckDB's own files too.
  @ParameterizedTest
  @CsvSource({
    "TIME WITH TIME ZONE, 12:00:00+05:30, 06:30:00+00, 06:30:00+00:00",
    "INTERVAL, 00:00:01.234567, 00:00:01.234, 1.234000000 secs"
  })
  void storedTimesLoseTheirOffsetAndIntervalsTheirMicrosecondsAsInEveryParquetFile(
      String type, String value, String kept, String json, Http http, @TempDir Path directory) {
    store(type, value, http).orFail();
    try (Duck duck = Duck.open()) {
      Path file = directory.resolve("lossy.parquet");
      duck.run("COPY (SELECT '%s'::%s AS v) TO '%s'".formatted(value, type, file));
      assertThat(http.query("SELECT DISTINCT v::VARCHAR FROM exact").value())
          .isEqualTo(duck.value("SELECT v::VARCHAR FROM '" + file + "'"))
          .isEqualTo(kept);
    }
    assertThat(http.query("SELECT DISTINCT v FROM exact").texts())
        .containsExactly("[\"" + json + "\"]");
  }

  /// So many rows that they become a file.
  private static Answer store(String type, String value, Http http) {
    return http.query(
        "CREATE OR REPLACE TABLE exact AS SELECT '%s'::%s AS v FROM range(5000)"
            .formatted(value, type));
  }
}
