package ai.altertable.engine.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.Database;
import ai.altertable.engine.capi.TestDuckDb;
import ai.altertable.foundation.error.PlatformException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// VARIANT columns hold the text that DuckDB's own cast to JSON makes.
class VariantJsonTest {
  private final Database database = TestDuckDb.open();
  private final Connection connection = TestDuckDb.connect(database);
  private final BufferAllocator allocator = new RootAllocator();
  private final BatchReader reader = new BatchReader(connection, allocator);

  @AfterEach
  void close() {
    connection.close();
    database.close();
    assertThat(allocator.getAllocatedMemory()).isZero();
    allocator.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NULL",
        "true",
        "[false, NULL]",
        "(-128)::TINYINT",
        "(-32768)::SMALLINT",
        "(-2147483648)::INTEGER",
        "(-9223372036854775808)::BIGINT",
        "(-170141183460469231731687303715884105728)::HUGEINT",
        "170141183460469231731687303715884105727::HUGEINT",
        "255::UTINYINT",
        "65535::USMALLINT",
        "4294967295::UINTEGER",
        "18446744073709551615::UBIGINT",
        "340282366920938463463374607431768211455::UHUGEINT",
        "123456789012345678901234567890123456789012345678901234567890::BIGNUM",
        "'-123456789012345678901234567890'::BIGNUM",
        "0.1::FLOAT",
        "[1.0::DOUBLE, -0.0, 1e20, 1e21, 1e22, 123456789.125, 1e-5, 1e-6, 1e-7, 5e-324, 1e-323]",
        "[1.7976931348623157e308::DOUBLE, 'nan', 'inf', '-inf', 0.30000000000000004, 2e-6, 12e-7]",
        "[99.5::DECIMAL(4,1), -0.5]",
        "12345.6789::DECIMAL(9,4)",
        "-123456789012.345678::DECIMAL(18,6)",
        "9999999999999999999999999999.9999999999::DECIMAL(38,10)",
        "'plain'",
        "'quote \" backslash \\ slash / bell ' || chr(7) || chr(31) || chr(127) || chr(10) || 'ä🦆'",
        "''",
        "'\\x00\\xFFa\"'::BLOB",
        "'10100'::BIT",
        "UUID '80000000-0000-0000-7fff-ffffffffffff'",
        "[DATE '2020-02-29', 'infinity'::DATE, '0044-03-15 (BC)'::DATE]",
        "[TIME '00:00:00.000001', TIME '24:00:00']",
        "'23:59:59.999999999'::TIME_NS",
        "[TIMETZ '12:34:56.5+02:30', TIMETZ '00:00:00-15:59:59']",
        "['2020-01-01 00:00:00'::TIMESTAMP_S, 'infinity'::TIMESTAMP_S]",
        "'1969-12-31 23:59:59.999'::TIMESTAMP_MS",
        "['1969-12-31 23:59:59.999999'::TIMESTAMP, '-infinity'::TIMESTAMP]",
        "'2020-01-01 00:00:00.123456789'::TIMESTAMP_NS",
        "'2020-01-01 00:00:00+01'::TIMESTAMPTZ",
        "INTERVAL '1 year -2 months 3 days -04:05:06.000007'",
        "'GEOMETRYCOLLECTION Z(POINT Z(1 2.5 3), POLYGON Z((0 0 0, 1 0 0, 1 1 1, 0 0 0)))'::GEOMETRY",
        "[]",
        "[[], [[1]], NULL]",
        "{'a': 1, 'b': {'c': [{'d': NULL}, {'d': 2}]}, 'it''s \"x\"': 'y'}",
        "MAP {'k': 1}",
        "'[1, \"a\", {\"x\": [true, null, 1.50, -1e300]}, {}]'::JSON",
      })
  void everyKindOfValue(String expression) {
    assertJsonAgrees("SELECT (" + expression + ")::VARIANT AS v");
  }

  @Test
  void manyRowsWithNullsAcrossChunks() {
    assertJsonAgrees(
        """
        SELECT CASE WHEN i % 7 <> 0 THEN
            CASE i % 4 WHEN 0 THEN i::VARIANT WHEN 1 THEN ('text ' || i)::VARIANT
              WHEN 2 THEN {'i': i, 'list': [i, NULL], 'sub': {'k': 'v'}}::VARIANT
              ELSE list_transform(range(i % 5), x -> {'x': x})::VARIANT END
          END AS v
        FROM range(6000) t(i)
        """);
  }

  @Test
  void variantsInsideOtherValues() {
    assertThat(
            reader.read(
                "SELECT [1::VARIANT, NULL, 'a'::VARIANT], {'v': [1]::VARIANT}",
                BatchLimits.DEFAULT))
        .containsExactly(List.of("['1', NULL, '\"a\"']", "{'v': '[1]'}"));
  }

  @Test
  void refusesBottomlessNesting() {
    String deep = "[".repeat(200) + "1" + "]".repeat(200);
    String sql = "SELECT '%s'::JSON::VARIANT";

    assertThat(reader.read(sql.formatted(deep), BatchLimits.DEFAULT))
        .containsExactly(List.of(deep));
    assertThatThrownBy(() -> reader.read(sql.formatted("[" + deep + "]"), BatchLimits.DEFAULT))
        .isInstanceOf(PlatformException.class)
        .hasMessageContaining("nested more than 200 deep");
  }

  private void assertJsonAgrees(String sql) {
    connection.execute("CREATE OR REPLACE TABLE variants AS " + sql);
    for (String from : List.of("variants", "(" + sql + ")")) {
      List<List<@Nullable String>> rows =
          reader.read(
              "SELECT v, CASE WHEN v IS NOT NULL THEN v::JSON::VARCHAR END FROM " + from,
              BatchLimits.DEFAULT);
      assertThat(rows).isNotEmpty();
      for (List<@Nullable String> row : rows) {
        assertThat(row.get(0)).isEqualTo(row.get(1));
      }
    }
  }
}
