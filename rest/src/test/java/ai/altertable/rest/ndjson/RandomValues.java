package ai.altertable.rest.ndjson;

import ai.altertable.foundation.session.SqlType;
import ai.altertable.foundation.session.SqlType.Member;
import ai.altertable.foundation.session.SqlType.Simple;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Types and values by chance, with the awkward ones more often than chance would have them.
final class RandomValues {
  private static final List<Simple> SIMPLE = List.of(Simple.values());
  private static final String[] JSON = {
    "null",
    "true",
    "-0.5e+3",
    "\"a\\u00e9\\n\"",
    "[]",
    "{}",
    "[1, [2,{\"a\" : [ ]}]\n, 3]",
    "{\"k\": \"v\", \"line\u2028end\": {\"x\":\t1e9}}",
    "\"\u20ac\ud83d\ude00\"",
    "123456789012345678901234567890.5"
  };

  private final Random random;

  RandomValues(Random random) {
    this.random = random;
  }

  SqlType type(int depth) {
    int choice = random.nextInt(depth == 0 ? 2 : 7);
    return switch (choice) {
      case 0 -> SIMPLE.get(random.nextInt(SIMPLE.size()));
      case 1 -> {
        int precision = 1 + random.nextInt(38);
        yield random.nextInt(4) == 0
            ? enumeration()
            : new SqlType.Decimal(precision, random.nextInt(precision + 1));
      }
      case 2 -> new SqlType.ListOf(type(depth - 1));
      case 3 -> new SqlType.ArrayOf(type(depth - 1), 1 + random.nextInt(3));
      case 4 -> new SqlType.Struct(members(depth, random.nextInt(3) == 0));
      case 5 -> new SqlType.Union(members(depth, false));
      default -> new SqlType.MapOf(key(), type(depth - 1));
    };
  }

  private SqlType key() {
    Simple[] keys = {Simple.VARCHAR, Simple.BIGINT, Simple.DATE, Simple.UUID, Simple.BOOLEAN};
    return random.nextInt(6) == 0
        ? new SqlType.ListOf(Simple.BIGINT)
        : keys[random.nextInt(keys.length)];
  }

  private SqlType enumeration() {
    int count = random.nextInt(5) == 0 ? 300 : 1 + random.nextInt(5);
    return new SqlType.Enumeration(
        IntStream.range(0, count).mapToObj(i -> "l\"abel\n" + i).toList());
  }

  private List<Member> members(int depth, boolean unnamed) {
    return IntStream.rangeClosed(0, random.nextInt(3))
        .mapToObj(i -> new Member(unnamed ? "" : "m\"é" + i, type(depth - 1)))
        .toList();
  }

  @Nullable Object nullable(SqlType type) {
    return random.nextInt(8) == 0 || type == Simple.NULL ? null : value(type);
  }

  private Object value(SqlType type) {
    return switch (type) {
      case Simple simple -> simple(simple);
      case SqlType.Decimal decimal -> decimal(decimal);
      case SqlType.Enumeration enumeration -> random.nextInt(enumeration.labels().size());
      case SqlType.ListOf list -> many(list.element(), random.nextInt(4));
      case SqlType.ArrayOf array -> many(array.element(), array.size());
      case SqlType.Struct struct -> {
        List<@Nullable Object> values = new ArrayList<>();
        struct.members().forEach(member -> values.add(nullable(member.type())));
        yield values;
      }
      case SqlType.Union union -> {
        int tag = random.nextInt(union.members().size());
        yield new Raw.Tagged(tag, nullable(union.members().get(tag).type()));
      }
      case SqlType.MapOf map -> entries(map);
    };
  }

  private List<@Nullable Object> many(SqlType element, int count) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(nullable(element));
    }
    return values;
  }

  private List<Object> entries(SqlType.MapOf map) {
    List<Object> entries = new ArrayList<>();
    List<Object> keys = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      Object key = value(map.key());
      if (!keys.contains(key)) {
        keys.add(key);
        entries.add(new Raw.Entry(key, nullable(map.value())));
      }
    }
    return entries;
  }

  private BigDecimal decimal(SqlType.Decimal type) {
    BigInteger bound = BigInteger.TEN.pow(random.nextInt(type.precision()) + 1);
    BigInteger magnitude = new BigInteger(bound.bitLength(), random).mod(bound);
    return new BigDecimal(random.nextBoolean() ? magnitude : magnitude.negate(), type.scale());
  }

  /// Of any number of bits, so that small numbers are as frequent as large ones.
  private long bits(int most) {
    long value = random.nextLong() >>> random.nextInt(64);
    return random.nextBoolean()
        ? value << (64 - most) >> (64 - most)
        : -value << (64 - most) >> (64 - most);
  }

  private long below(long bound) {
    return Math.floorMod(bits(64), bound);
  }

  private Object simple(Simple type) {
    return switch (type) {
      case BOOLEAN -> random.nextBoolean();
      case TINYINT -> bits(8);
      case SMALLINT -> bits(16);
      case INTEGER -> bits(32);
      case BIGINT, UBIGINT -> bits(64);
      case UTINYINT -> bits(8) & 0xFF;
      case USMALLINT -> bits(16) & 0xFFFF;
      case UINTEGER -> bits(32) & 0xFFFF_FFFFL;
      case HUGEINT -> {
        BigInteger magnitude = new BigInteger(random.nextInt(128), random);
        yield random.nextBoolean() ? magnitude : magnitude.not();
      }
      case UHUGEINT -> new BigInteger(random.nextInt(129), random);
      case BIGNUM -> new BigInteger(random.nextInt(400), random).negate().toString();
      case FLOAT -> Float.intBitsToFloat(random.nextInt());
      case DOUBLE ->
          random.nextBoolean() ? Double.longBitsToDouble(random.nextLong()) : bits(40) / 100.0;
      case VARCHAR -> text();
      case JSON, VARIANT -> JSON[random.nextInt(JSON.length)];
      case BIT -> Integer.toBinaryString(random.nextInt());
      case BLOB, GEOMETRY -> {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        yield bytes;
      }
      case UUID -> new UUID(random.nextLong(), random.nextLong());
      case DATE -> random.nextInt(20) == 0 ? Integer.MAX_VALUE : date();
      case TIME -> below(86_400_000_001L);
      case TIME_NS -> below(86_400_000_000_001L);
      case TIME_TZ -> below(86_400_000_001L) << 24 | random.nextInt(2 * 57_599 + 1);
      case TIMESTAMP_S -> bits(44);
      case TIMESTAMP_MS -> bits(54);
      case TIMESTAMP_NS -> bits(64);
      case TIMESTAMP, TIMESTAMP_TZ -> random.nextInt(20) == 0 ? -Long.MAX_VALUE : bits(63);
      case INTERVAL ->
          new Raw.Interval((int) bits(12), (int) bits(12), bits(64) / (1 + random.nextInt(3)));
      case NULL -> throw new IllegalArgumentException("only null has this type");
    };
  }

  private int date() {
    return (int) bits(32) / (1 + random.nextInt(2000));
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    int flavour = random.nextInt(3);
    for (int i = random.nextInt(40); i > 0; i--) {
      switch (flavour) {
        case 0 -> text.append((char) ('a' + random.nextInt(26)));
        case 1 -> text.append((char) random.nextInt(0x90));
        default -> text.appendCodePoint(codePoint());
      }
    }
    return text.toString();
  }

  private int codePoint() {
    int[] bounds = {0x80, 0x800, 0x3000, 0x11_0000};
    int code = random.nextInt(bounds[random.nextInt(bounds.length)]);
    return code >= 0xD800 && code < 0xE000 ? '\u2028' : code;
  }
}
