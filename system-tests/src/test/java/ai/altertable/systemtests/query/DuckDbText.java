package ai.altertable.systemtests.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// DuckDB's own rendering of a column in JSON (`to_json`), and how our contract writes the same:
/// ISO 8601 for times, hexadecimal digits for bytes, null for what JSON has no number for.
///
/// @param type of the column
record DuckDbText(String type) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .build();

  private static final String ZONED = "TIMESTAMP WITH TIME ZONE";

  private static final Pattern DATE =
      Pattern.compile("(\\d+)-(\\d\\d-\\d\\d)( \\(BC\\))?(?: (.*))?");
  private static final Pattern TIME = Pattern.compile("(\\d\\d:\\d\\d:\\d\\d)(?:\\.(\\d+))?(.*)");
  private static final Pattern INTERVAL =
      Pattern.compile(
          "(?:(\\d+) years? ?)?(?:(\\d+) months? ?)?(?:(\\d+) days? ?)?(?:(\\d+):(\\d+):(\\d+)(\\.\\d+)?)?");

  /// What DuckDB is to compute for a column.
  String expression(String column) {
    String quoted = '"' + column + '"';
    return switch (type) {
      case "BLOB" -> "to_json(lower(hex(%s)))".formatted(quoted);
      case "GEOMETRY" -> "to_json(lower(hex(ST_AsWKB(%s))))".formatted(quoted);
      // DuckDB's text of the greatest instant is a millisecond off: it computes with doubles.
      case ZONED -> "to_json(make_timestamp(epoch_us(%s)) || '+00')".formatted(quoted);
      default -> "to_json(%s)".formatted(quoted);
    };
  }

  JsonNode inJson(String rendered) {
    try {
      return JSON.readTree(rendered);
    } catch (JsonProcessingException malformed) {
      throw new AssertionError(rendered, malformed);
    }
  }

  boolean same(JsonNode duck, JsonNode ours) {
    if (type.startsWith("UNION") && duck.isObject()) {
      return sameValue(duck.elements().next(), ours);
    }
    return sameValue(duck, ours);
  }

  private boolean sameValue(JsonNode duck, JsonNode ours) {
    if (duck.isArray()) {
      return duck.size() == ours.size() && ours.isArray() && allSame(duck.elements(), ours);
    }
    if (duck.isObject()) {
      return duck.size() == ours.size() && ours.isObject() && allNamesSame(duck, ours);
    }
    if (duck.isTextual()) {
      return ours.isTextual() && inContract(duck.asText()).equals(ours.asText());
    }
    if (duck.isNumber()) {
      return sameNumber(duck, ours);
    }
    return duck.equals(ours);
  }

  private boolean allSame(Iterator<JsonNode> duck, JsonNode ours) {
    for (JsonNode mine : ours) {
      if (!sameValue(duck.next(), mine)) {
        return false;
      }
    }
    return true;
  }

  private boolean allNamesSame(JsonNode duck, JsonNode ours) {
    for (Map.Entry<String, JsonNode> member : duck.properties()) {
      if (!ours.has(member.getKey()) || !sameValue(member.getValue(), ours.get(member.getKey()))) {
        return false;
      }
    }
    return true;
  }

  private boolean sameNumber(JsonNode duck, JsonNode ours) {
    if (type.startsWith("FLOAT")) {
      return ours.isNumber() && duck.floatValue() == ours.floatValue();
    }
    if (Double.isNaN(duck.doubleValue()) || isInfinity(duck)) {
      return ours.isNull();
    }
    return ours.isNumber() && duck.decimalValue().compareTo(ours.decimalValue()) == 0;
  }

  /// DOUBLE's greatest values are still decimals.
  private static boolean isInfinity(JsonNode number) {
    return (number.isDouble() || number.isFloat()) && Double.isInfinite(number.doubleValue());
  }

  private String inContract(String text) {
    if (text.endsWith("infinity")) {
      return text;
    }
    String base = type.replaceAll("[\\[\\]\\d]", "");
    return switch (base) {
      case "DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", ZONED -> date(text);
      case "TIME", "TIME_NS", "TIME WITH TIME ZONE" -> time(text);
      case "INTERVAL" -> interval(text);
      default -> text;
    };
  }

  private static String date(String text) {
    Matcher parts = matched(DATE, text);
    long year = Long.parseLong(parts.group(1));
    long iso = parts.group(3) == null ? year : 1 - year;
    String sign = iso > 9999 ? "+" : "";
    String date = iso < 0 ? "-%04d".formatted(-iso) : sign + "%04d".formatted(iso);
    String time = parts.group(4);
    return date
        + "-"
        + parts.group(2)
        + (time == null ? "" : "T" + time(time).replaceFirst("\\+00$", "Z"));
  }

  private static String time(String text) {
    Matcher parts = matched(TIME, text);
    String fraction = parts.group(2);
    if (fraction == null) {
      return text;
    }
    String padded = fraction + "0".repeat((3 - fraction.length() % 3) % 3);
    return parts.group(1) + "." + padded + parts.group(3);
  }

  private static String interval(String text) {
    Matcher parts = matched(INTERVAL, text);
    StringBuilder ours = new StringBuilder();
    add(ours, number(parts, 1) * 12 + number(parts, 2), "mons");
    add(ours, number(parts, 3), "days");
    add(ours, number(parts, 4), "hours");
    add(ours, number(parts, 5), "mins");
    String fraction = parts.group(7) == null ? "" : parts.group(7).substring(1);
    if (number(parts, 6) > 0 || !fraction.isEmpty()) {
      ours.append(number(parts, 6))
          .append('.')
          .append((fraction + "000000000"), 0, 9)
          .append(" secs");
    }
    return ours.isEmpty() ? "0 secs" : ours.toString().strip();
  }

  private static void add(StringBuilder text, long count, String unit) {
    if (count > 0) {
      text.append(String.format(Locale.ROOT, "%d %s ", count, unit));
    }
  }

  private static long number(Matcher parts, int group) {
    return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
  }

  private static Matcher matched(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      throw new AssertionError("DuckDB renders unexpectedly: " + text);
    }
    return matcher;
  }
}
