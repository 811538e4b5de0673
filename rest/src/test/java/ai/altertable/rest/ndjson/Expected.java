package ai.altertable.rest.ndjson;

import ai.altertable.foundation.session.SqlType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a value must read as, worked out with the libraries of Java.
final class Expected {
  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final DateTimeFormatter DATE =
      new DateTimeFormatterBuilder()
          .appendValue(ChronoField.YEAR, 4, 10, SignStyle.EXCEEDS_PAD)
          .appendPattern("-MM-dd")
          .toFormatter();

  private final ZoneId zone;

  Expected(ZoneId zone) {
    this.zone = zone;
  }

  static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException invalid) {
      throw new AssertionError("no JSON: " + text, invalid);
    }
  }

  JsonNode of(SqlType type, @Nullable Object value) {
    if (value == null) {
      return NODES.nullNode();
    }
    return switch (type) {
      case SqlType.Simple simple -> simple(simple, value);
      case SqlType.Decimal _ -> NODES.numberNode((BigDecimal) value);
      case SqlType.Enumeration enumeration ->
          NODES.textNode(enumeration.labels().get((Integer) value));
      case SqlType.ListOf list -> array(list.element(), (List<?>) value);
      case SqlType.ArrayOf array -> array(array.element(), (List<?>) value);
      case SqlType.Struct struct -> struct(struct, (List<?>) value);
      case SqlType.MapOf map -> map(map, (List<?>) value);
      case SqlType.Union union -> {
        Raw.Tagged tagged = (Raw.Tagged) value;
        yield of(union.members().get(tagged.tag()).type(), tagged.value());
      }
    };
  }

  private ArrayNode array(SqlType element, List<?> values) {
    ArrayNode array = NODES.arrayNode();
    values.forEach(value -> array.add(of(element, value)));
    return array;
  }

  private JsonNode struct(SqlType.Struct type, List<?> values) {
    ArrayNode array = NODES.arrayNode();
    ObjectNode object = NODES.objectNode();
    for (int i = 0; i < values.size(); i++) {
      SqlType.Member member = type.members().get(i);
      array.add(of(member.type(), values.get(i)));
      object.set(member.name(), of(member.type(), values.get(i)));
    }
    return type.members().getFirst().name().isEmpty() ? array : object;
  }

  private JsonNode map(SqlType.MapOf type, List<?> entries) {
    ObjectNode object = NODES.objectNode();
    for (Object each : entries) {
      Raw.Entry entry = (Raw.Entry) each;
      JsonNode key = of(type.key(), entry.key());
      object.set(key.isTextual() ? key.asText() : key.toString(), of(type.value(), entry.value()));
    }
    return object;
  }

  private JsonNode simple(SqlType.Simple type, Object value) {
    return switch (type) {
      case BOOLEAN -> NODES.booleanNode((Boolean) value);
      case TINYINT, SMALLINT, INTEGER, BIGINT, UTINYINT, USMALLINT, UINTEGER ->
          NODES.numberNode(BigInteger.valueOf(((Number) value).longValue()));
      case UBIGINT -> NODES.numberNode(new BigInteger(Long.toUnsignedString((Long) value)));
      case HUGEINT, UHUGEINT -> NODES.numberNode((BigInteger) value);
      case BIGNUM -> NODES.numberNode(new BigInteger((String) value));
      case FLOAT, DOUBLE -> floating(((Number) value).toString());
      case VARCHAR, BIT -> NODES.textNode((String) value);
      case JSON, VARIANT -> parse((String) value);
      case BLOB, GEOMETRY -> NODES.textNode(HexFormat.of().formatHex((byte[]) value));
      case UUID -> NODES.textNode(value.toString());
      case DATE -> NODES.textNode(date((Integer) value));
      case TIME -> NODES.textNode(time((Long) value * 1000));
      case TIME_NS -> NODES.textNode(time((Long) value));
      case TIME_TZ -> NODES.textNode(timeTz((Long) value));
      case TIMESTAMP_S -> NODES.textNode(timestamp((Long) value, 1));
      case TIMESTAMP_MS -> NODES.textNode(timestamp((Long) value, 1_000));
      case TIMESTAMP -> NODES.textNode(timestamp((Long) value, 1_000_000));
      case TIMESTAMP_NS -> NODES.textNode(timestamp((Long) value, 1_000_000_000));
      case TIMESTAMP_TZ -> NODES.textNode(timestampTz((Long) value));
      case INTERVAL -> NODES.textNode(interval((Raw.Interval) value));
      case NULL -> NODES.nullNode();
    };
  }

  private static JsonNode floating(String text) {
    return switch (text) {
      case "NaN", "Infinity", "-Infinity" -> NODES.nullNode();
      default -> NODES.numberNode(new BigDecimal(text));
    };
  }

  private static String date(int days) {
    return switch (days) {
      case Integer.MAX_VALUE -> "infinity";
      case -Integer.MAX_VALUE -> "-infinity";
      default -> DATE.format(LocalDate.ofEpochDay(days));
    };
  }

  private static String time(long nanos) {
    if (nanos == 86_400_000_000_000L) {
      return "24:00:00";
    }
    LocalTime time = LocalTime.ofNanoOfDay(nanos);
    String text = time.toString();
    return text.length() == 5 ? text + ":00" : text;
  }

  private static String timeTz(long bits) {
    String offset =
        ZoneOffset.ofTotalSeconds(57_599 - (int) (bits & 0xFFFFFF)).getId().replace("Z", "+00:00");
    return time((bits >>> 24) * 1000) + offset;
  }

  private static Instant instant(long units, long perSecond) {
    return Instant.ofEpochSecond(
        Math.floorDiv(units, perSecond),
        Math.floorMod(units, perSecond) * (1_000_000_000 / perSecond));
  }

  private static String timestamp(long units, long perSecond) {
    if (units == Long.MAX_VALUE || units == -Long.MAX_VALUE) {
      return units > 0 ? "infinity" : "-infinity";
    }
    OffsetDateTime utc = instant(units, perSecond).atOffset(ZoneOffset.UTC);
    return DATE.format(utc) + "T" + time(utc.toLocalTime().toNanoOfDay());
  }

  private String timestampTz(long micros) {
    if (micros == Long.MAX_VALUE || micros == -Long.MAX_VALUE) {
      return micros > 0 ? "infinity" : "-infinity";
    }
    Instant instant = instant(micros, 1_000_000);
    int seconds = zone.getRules().getOffset(instant).getTotalSeconds() / 60 * 60;
    ZoneOffset offset = ZoneOffset.ofTotalSeconds(seconds);
    OffsetDateTime local = instant.atOffset(offset);
    boolean utc = zone.getRules().isFixedOffset();
    return DATE.format(local)
        + "T"
        + time(local.toLocalTime().toNanoOfDay())
        + (utc ? offset.getId() : offset.getId().replace("Z", "+00:00"));
  }

  private static String interval(Raw.Interval interval) {
    StringBuilder text = new StringBuilder();
    BigDecimal seconds = new BigDecimal(interval.micros()).movePointLeft(6);
    BigDecimal minutes = seconds.divideToIntegralValue(BigDecimal.valueOf(60));
    BigDecimal hours = minutes.divideToIntegralValue(BigDecimal.valueOf(60));
    part(text, BigDecimal.valueOf(interval.months()), " mons");
    part(text, BigDecimal.valueOf(interval.days()), " days");
    part(text, hours.setScale(0), " hours");
    part(text, minutes.remainder(BigDecimal.valueOf(60)).setScale(0), " mins");
    part(text, seconds.remainder(BigDecimal.valueOf(60)).setScale(9), " secs");
    return text.isEmpty() ? "0 secs" : text.toString();
  }

  private static void part(StringBuilder text, BigDecimal count, String unit) {
    if (count.signum() != 0) {
      text.append(text.isEmpty() ? "" : " ").append(count.toPlainString()).append(unit);
    }
  }
}
