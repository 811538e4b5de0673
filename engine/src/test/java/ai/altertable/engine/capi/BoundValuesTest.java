package ai.altertable.engine.capi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.Bindings;
import ai.altertable.foundation.session.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What DuckDB says that it got.
class BoundValuesTest {
  private final Database database = TestDuckDb.open();
  private final Connection connection = TestDuckDb.connect(database);

  @AfterEach
  void close() {
    connection.close();
    database.close();
  }

  static Stream<Arguments> values() {
    return Stream.of(
        arguments(new Value.Null(), "\"NULL\"", null),
        arguments(new Value.Bool(true), "BOOLEAN", "true"),
        arguments(new Value.Bool(false), "BOOLEAN", "false"),
        arguments(Value.Int.of(0), "INTEGER", "0"),
        arguments(Value.Int.of(-1), "INTEGER", "-1"),
        arguments(Value.Int.of(Integer.MAX_VALUE), "INTEGER", "2147483647"),
        arguments(Value.Int.of(Integer.MIN_VALUE), "INTEGER", "-2147483648"),
        arguments(Value.Int.of(2147483648L), "BIGINT", "2147483648"),
        arguments(Value.Int.of(Long.MIN_VALUE), "BIGINT", "-9223372036854775808"),
        arguments(integer("9223372036854775808"), "HUGEINT", "9223372036854775808"),
        arguments(integer("-9223372036854775809"), "HUGEINT", "-9223372036854775809"),
        arguments(power(127, -1), "HUGEINT", "170141183460469231731687303715884105727"),
        arguments(
            new Value.Int(BigInteger.TWO.pow(127).negate()),
            "HUGEINT",
            "-170141183460469231731687303715884105728"),
        arguments(power(127, 0), "UHUGEINT", "170141183460469231731687303715884105728"),
        arguments(power(128, -1), "UHUGEINT", "340282366920938463463374607431768211455"),
        arguments(new Value.Float64(1.5), "DOUBLE", "1.5"),
        arguments(new Value.Float64(Double.NaN), "DOUBLE", "nan"),
        arguments(new Value.Float64(Double.NEGATIVE_INFINITY), "DOUBLE", "-inf"),
        arguments(decimal("1.50"), "DECIMAL(3,2)", "1.50"),
        arguments(decimal("-0.001"), "DECIMAL(3,3)", "-.001"),
        arguments(decimal("1E+3"), "DECIMAL(4,0)", "1000"),
        arguments(decimal("0"), "DECIMAL(1,0)", "0"),
        arguments(decimal("12345678901234567.8"), "DECIMAL(18,1)", "12345678901234567.8"),
        arguments(
            decimal("-99999999999999999999999999999999999999"),
            "DECIMAL(38,0)",
            "-99999999999999999999999999999999999999"),
        arguments(decimal("1234567890123456789.5"), "DECIMAL(20,1)", "1234567890123456789.5"),
        arguments(new Value.Text(""), "VARCHAR", ""),
        arguments(new Value.Text("it's ä 🦆"), "VARCHAR", "it's ä 🦆"),
        arguments(new Value.Text("x".repeat(100_000)), "VARCHAR", "x".repeat(100_000)),
        arguments(new Value.Bytes(new byte[] {0, 65, -1}), "BLOB", "\\x00A\\xFF"),
        arguments(new Value.Bytes(new byte[0]), "BLOB", ""),
        arguments(new Value.Date(LocalDate.of(2024, 2, 29)), "DATE", "2024-02-29"),
        arguments(new Value.Date(LocalDate.of(-43, 3, 15)), "DATE", "0044-03-15 (BC)"),
        arguments(new Value.Date(LocalDate.of(5881580, 7, 10)), "DATE", "5881580-07-10"),
        arguments(new Value.Time(LocalTime.of(23, 59, 59, 999_999_000)), "TIME", "23:59:59.999999"),
        arguments(new Value.Time(LocalTime.MIDNIGHT), "TIME", "00:00:00"),
        arguments(
            new Value.Timestamp(LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_999)),
            "TIMESTAMP",
            "1969-12-31 23:59:59.999999"),
        arguments(
            new Value.TimestampTz(Instant.parse("2024-01-01T00:00:00.000001Z")),
            "TIMESTAMP WITH TIME ZONE",
            "2024-01-01 00:00:00.000001+00"),
        arguments(
            new Value.Uuid(UUID.fromString("80000000-0000-0000-7fff-ffffffffffff")),
            "UUID",
            "80000000-0000-0000-7fff-ffffffffffff"),
        arguments(
            new Value.Uuid(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff")),
            "UUID",
            "00112233-4455-6677-8899-aabbccddeeff"),
        arguments(
            new Value.Interval(-14, 3, -1_000_001),
            "INTERVAL",
            "-1 year -2 months 3 days -00:00:01.000001"),
        arguments(many(), "\"NULL\"[]", "[]"),
        arguments(many(new Value.Null()), "\"NULL\"[]", "[NULL]"),
        arguments(many(Value.Int.of(1), new Value.Null()), "INTEGER[]", "[1, NULL]"),
        arguments(many(Value.Int.of(1), Value.Int.of(1L << 40)), "BIGINT[]", "[1, 1099511627776]"),
        arguments(
            many(Value.Int.of(1), power(128, -1)),
            "UHUGEINT[]",
            "[1, 340282366920938463463374607431768211455]"),
        arguments(many(Value.Int.of(1), decimal("2.50")), "DECIMAL(12,2)[]", "[1.00, 2.50]"),
        arguments(many(decimal("100.5"), decimal("0.25")), "DECIMAL(5,2)[]", "[100.50, 0.25]"),
        arguments(many(Value.Int.of(1), new Value.Float64(0.5)), "DOUBLE[]", "[1.0, 0.5]"),
        arguments(many(new Value.Text("a"), new Value.Text("b c")), "VARCHAR[]", "[a, b c]"),
        arguments(
            many(many(Value.Int.of(1)), many(), many(Value.Int.of(1L << 40))),
            "BIGINT[][]",
            "[[1], [], [1099511627776]]"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void arrivesAsItIs(Value value, String type, String text) {
    assertThat(row("SELECT typeof($1)", value).text(0)).isEqualTo(type);
    assertThat(row("SELECT CAST($1 AS VARCHAR)", value).values().getFirst()).isEqualTo(text);
  }

  @Test
  void textMayHoldZeroBytes() {
    Row row = row("SELECT length($1), $1", new Value.Text("a\0b"));

    assertThat(row.integer(0)).isEqualTo(3);
    assertThat(row.text(1)).isEqualTo("a\0b");
  }

  @Test
  void isCastToWhatTheStatementNeeds() {
    connection.execute("CREATE TABLE t (d DATE, n DECIMAL(10, 2), s SMALLINT, l DOUBLE[])");
    try (NativeStatement statement = connection.prepare("INSERT INTO t VALUES (?, ?, ?, ?)")) {
      statement.bind(
          positional(
              new Value.Text("2024-01-01"),
              Value.Int.of(5),
              new Value.Text("7"),
              many(Value.Int.of(1))));
      try (Pending pending = statement.pending();
          NativeResult result = pending.result()) {
        assertThat(result.changedRows()).isEqualTo(1);
      }
    }
    assertThat(connection.query("SELECT t::VARCHAR FROM t").getFirst().text(0))
        .isEqualTo("{'d': 2024-01-01, 'n': 5.00, 's': 7, 'l': [1.0]}");
  }

  @Test
  void smallIntegersDoNotOverflowWhenAdded() {
    assertThat(row("SELECT $1 + $1", Value.Int.of(100)).integer(0)).isEqualTo(200);
  }

  static Stream<Arguments> impossible() {
    return Stream.of(
        arguments(power(128, 0), ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "more than 128 bits"),
        arguments(
            new Value.Int(BigInteger.TWO.pow(127).negate().subtract(BigInteger.ONE)),
            ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
            "more than 128 bits"),
        arguments(
            decimal("123456789012345678901234567890123456789"),
            ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
            "more than 38 digits"),
        arguments(decimal("1E+38"), ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "more than 38 digits"),
        arguments(decimal("1E-39"), ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "more than 38 digits"),
        arguments(
            new Value.Date(LocalDate.of(6_000_000, 1, 1)),
            ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
            "out of range"),
        arguments(
            new Value.Timestamp(LocalDateTime.of(300_000, 1, 1, 0, 0)),
            ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
            "out of range"),
        arguments(
            new Value.TimestampTz(Instant.MIN),
            ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
            "out of range"),
        arguments(
            new Value.Text("half \ud83e a duck"), ErrorCode.INVALID_PARAMETER, "surrogate pair"),
        arguments(
            many(Value.Int.of(1), new Value.Text("a")),
            ErrorCode.INVALID_PARAMETER,
            "nothing in common: INTEGER and VARCHAR"),
        arguments(
            many(many(new Value.Bool(true)), many(Value.Int.of(1))),
            ErrorCode.INVALID_PARAMETER,
            "nothing in common"),
        arguments(
            many(Value.Int.of(-1), power(128, -1)), ErrorCode.INVALID_PARAMETER, "do not all fit"));
  }

  @ParameterizedTest
  @MethodSource("impossible")
  void isRefusedWhenItCannotArrive(Value value, ErrorCode code, String message) {
    assertThatThrownBy(() -> row("SELECT $1", value))
        .isInstanceOfSatisfying(
            PlatformException.class, failure -> assertThat(failure.code()).isEqualTo(code))
        .hasMessageContaining(message);
    assertThat(connection.query("SELECT 1")).hasSize(1);
  }

  private Row row(String sql, Value value) {
    try (NativeStatement statement = connection.prepare(sql)) {
      statement.bind(positional(value));
      try (Pending pending = statement.pendingStreaming();
          NativeResult result = pending.result()) {
        return SmallRows.read(result).getFirst();
      }
    }
  }

  private static Bindings positional(Value... values) {
    return new Bindings.Positional(List.of(values));
  }

  private static Value integer(String digits) {
    return new Value.Int(new BigInteger(digits));
  }

  private static Value power(int exponent, long add) {
    return new Value.Int(BigInteger.TWO.pow(exponent).add(BigInteger.valueOf(add)));
  }

  private static Value decimal(String digits) {
    return new Value.Decimal(new BigDecimal(digits));
  }

  private static Value many(Value... values) {
    return new Value.Many(List.of(values));
  }
}
