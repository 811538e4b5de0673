package ai.altertable.rest.ndjson;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.session.RowSchema;
import ai.altertable.foundation.session.SqlType;
import ai.altertable.foundation.session.SqlType.Member;
import ai.altertable.foundation.session.SqlType.Simple;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The encoding of every type, held against `encodings.txt`: what is there is part of the API.
class EncodingsTest {
  private final BufferAllocator allocator = new RootAllocator();
  private final List<String> lines = new ArrayList<>();
  private ZoneId zone = ZoneId.of("Etc/UTC");

  @Test
  void encodingsAreThoseOfTheGoldenFile() throws IOException {
    numbers();
    texts();
    days();
    times();
    zones();
    nested();
    allocator.close();
    try (InputStream golden = EncodingsTest.class.getResourceAsStream("encodings.txt")) {
      assertThat(golden).isNotNull();
      assertThat(String.join("\n", lines) + "\n")
          .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private void show(SqlType type, @Nullable Object... values) {
    RowSchema schema = Batches.schema(type);
    JsonBuffer out = new JsonBuffer(64, 1 << 20);
    try (VectorSchemaRoot batch =
        Batches.batch(allocator, schema, List.of(Arrays.asList(values)))) {
      RowEncoder encoder = new RowEncoder(schema, zone);
      encoder.load(batch);
      for (int row = 0; row < values.length; row++) {
        encoder.writeLine(row, out);
      }
    }
    String header = type.equals(Simple.TIMESTAMP_TZ) ? type + " in " + zone : type.toString();
    lines.add("# " + header);
    lines.addAll(new String(out.array(), 0, out.size(), StandardCharsets.UTF_8).lines().toList());
  }

  private void numbers() {
    BigInteger huge = BigInteger.ONE.shiftLeft(127);
    show(Simple.BOOLEAN, true, false, null);
    show(Simple.TINYINT, -128, 127);
    show(Simple.SMALLINT, -32768, 32767);
    show(Simple.INTEGER, Integer.MIN_VALUE, 0, Integer.MAX_VALUE);
    show(Simple.BIGINT, Long.MIN_VALUE, Long.MAX_VALUE);
    show(Simple.UTINYINT, 255);
    show(Simple.USMALLINT, 65535);
    show(Simple.UINTEGER, 0xFFFF_FFFFL);
    show(Simple.UBIGINT, -1L);
    show(Simple.HUGEINT, huge.negate(), BigInteger.ZERO, huge.subtract(BigInteger.ONE));
    show(Simple.UHUGEINT, huge.shiftLeft(1).subtract(BigInteger.ONE));
    show(Simple.BIGNUM, "-123456789012345678901234567890123456789012345678901234567890");
    show(new SqlType.Decimal(10, 2), new BigDecimal("9.99"), new BigDecimal("-0.05"));
    show(new SqlType.Decimal(4, 4), new BigDecimal("0.1000"), new BigDecimal("-0.0001"));
    show(new SqlType.Decimal(38, 0), new BigDecimal("9".repeat(38)));
    show(new SqlType.Decimal(38, 37), new BigDecimal("-1.2345678901234567890123456789012345678"));
    show(Simple.FLOAT, 0.1f, 16777216f, Float.NaN, Float.NEGATIVE_INFINITY);
    show(Simple.DOUBLE, 1.0, -0.0, 0.1, 1e15, 1e16, 1e-4, 1e-5, Double.MIN_VALUE, Double.MAX_VALUE);
    show(Simple.DOUBLE, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
  }

  private void texts() {
    show(Simple.VARCHAR, "", "plain", "q\"b\\s/\n\t\u0001", "é€😀", "a\u2028b\u0085", null);
    show(Simple.BIT, "0101");
    show(Simple.BLOB, new byte[] {0, (byte) 0xAB, (byte) 0xFF}, new byte[0]);
    show(Simple.GEOMETRY, new byte[] {1, 1, 0, 0, 0});
    show(Simple.UUID, new UUID(0x0011_2233_4455_6677L, 0x8899_AABB_CCDD_EEFFL));
    show(Simple.JSON, "{\"a\": [1,\n 2 ], \"b\": {}}", "\"text\"", "3.10", "[1,]", "broken {");
    show(Simple.VARIANT, "{\"a\":null}");
    show(new SqlType.Enumeration(List.of("sad", "ha\"ppy")), 1, 0, null);
    show(Simple.NULL, (Object) null);
  }

  private void days() {
    show(Simple.DATE, 0, 19_782, -1, 2_932_896, 2_932_897, -719_528, -719_529, -735_161);
    show(Simple.DATE, Integer.MAX_VALUE, -Integer.MAX_VALUE, Integer.MAX_VALUE - 1);
  }

  private void times() {
    long noon = 12 * 3_600_000_000L;
    show(Simple.TIME, 0L, noon, noon + 500_000, noon + 1, 86_400_000_000L);
    show(Simple.TIME_NS, noon * 1000 + 1, noon * 1000 + 1000, noon * 1000 + 1_000_000);
    show(Simple.TIME_TZ, timeTz(noon, 0), timeTz(noon + 1, 19_800), timeTz(0, -34_215));
    show(Simple.TIMESTAMP_S, 0L, -1L, 253_402_300_800L);
    show(Simple.TIMESTAMP_MS, 0L, 1L, -1L);
    show(Simple.TIMESTAMP, 0L, 1_700_000_000_123_456L, 1_700_000_000_120_000L, -1L);
    show(Simple.TIMESTAMP, Long.MAX_VALUE, -Long.MAX_VALUE, -62_167_219_200_000_001L);
    show(Simple.TIMESTAMP_NS, 1_700_000_000_123_456_789L, 1_700_000_000_000_000_000L);
    show(
        Simple.INTERVAL,
        new Raw.Interval(1, 2, 3 * 3_600_000_000L + 4 * 60_000_000L + 5_000_000L),
        new Raw.Interval(0, 0, 0),
        new Raw.Interval(14, -3, 0),
        new Raw.Interval(0, 0, -5_500_000),
        new Raw.Interval(0, 1, 90 * 60_000_000L + 1));
  }

  private static long timeTz(long micros, int offset) {
    return micros << 24 | (57_599 - offset);
  }

  private void zones() {
    long winter = micros("2024-01-15T12:00:00Z");
    long summer = micros("2024-07-15T12:00:00.5Z");
    for (String name : List.of("Etc/UTC", "Europe/Paris", "Europe/London", "America/St_Johns")) {
      zone = ZoneId.of(name);
      show(Simple.TIMESTAMP_TZ, winter, summer, Long.MAX_VALUE);
    }
    zone = ZoneId.of("Europe/Paris");
    show(Simple.TIMESTAMP_TZ, micros("1890-01-01T00:00:00Z"), micros("1911-03-10T23:51:00Z"));
    zone = ZoneId.of("Etc/UTC");
  }

  private static long micros(String instant) {
    Instant at = Instant.parse(instant);
    return at.getEpochSecond() * 1_000_000 + at.getNano() / 1000;
  }

  private void nested() {
    SqlType list = new SqlType.ListOf(Simple.INTEGER);
    show(list, List.of(1, 2), List.of(), Arrays.asList(1, null), null);
    show(new SqlType.ListOf(list), List.of(List.of(1), List.of()));
    show(new SqlType.ArrayOf(Simple.FLOAT, 2), List.of(0.5f, 1f), null);
    SqlType named =
        new SqlType.Struct(
            List.of(new Member("a", Simple.INTEGER), new Member("b \"c\"", Simple.VARCHAR)));
    show(named, Arrays.asList(1, "x"), Arrays.asList(null, null), null);
    SqlType unnamed =
        new SqlType.Struct(List.of(new Member("", Simple.INTEGER), new Member("", Simple.DATE)));
    show(unnamed, List.of(1, 0));
    show(
        new SqlType.MapOf(Simple.VARCHAR, Simple.INTEGER),
        List.of(new Raw.Entry("k", 1), new Raw.Entry("l\n", null)),
        List.of());
    show(new SqlType.MapOf(Simple.BIGINT, named), List.of(new Raw.Entry(7, List.of(1, "y"))));
    show(new SqlType.MapOf(Simple.DATE, Simple.BOOLEAN), List.of(new Raw.Entry(0, true)));
    show(
        new SqlType.MapOf(new SqlType.ListOf(Simple.VARCHAR), Simple.INTEGER),
        List.of(new Raw.Entry(List.of("a\"b"), 1)));
    show(
        new SqlType.Union(
            List.of(new Member("num", Simple.INTEGER), new Member("str", Simple.VARCHAR))),
        new Raw.Tagged(0, 42),
        new Raw.Tagged(1, "text"),
        new Raw.Tagged(1, null),
        null);
  }
}
