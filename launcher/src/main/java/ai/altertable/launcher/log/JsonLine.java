package ai.altertable.launcher.log;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/// One line of the log as a JSON object.
///
/// Never longer than [#BYTES_MAX]: longer values are cut, ever shorter until all of it fits.
/// Whoever reads the output of a process cuts lines that are longer into pieces, which are no JSON.
///
/// @param fields what comes after the first ones; texts, lists of texts
record JsonLine(
    Instant time, String level, String process, String logger, Map<String, Object> fields) {
  static final int BYTES_MAX = 15 << 10;

  private static final int VALUE_CHARS_MAX = 12_000;
  private static final int VALUE_CHARS_MIN = 40;
  private static final DateTimeFormatter RFC_3339 =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /// Without the end of the line.
  @Override
  public String toString() {
    for (int max = VALUE_CHARS_MAX; ; max /= 2) {
      String line = withValuesOf(max);
      if (max <= VALUE_CHARS_MIN || line.getBytes(StandardCharsets.UTF_8).length <= BYTES_MAX) {
        return line;
      }
    }
  }

  private String withValuesOf(int charsMax) {
    ObjectNode line =
        JsonNodeFactory.instance
            .objectNode()
            .put("time", RFC_3339.format(time))
            .put("level", level)
            .put("process", process)
            .put("logger", logger);
    fields.forEach((name, value) -> {
      if (value instanceof List<?> several) {
        var array = line.putArray(name);
        several.forEach(one -> array.add(shortened(String.valueOf(one), charsMax)));
      } else if (value instanceof Long number) {
        line.put(name, number);
      } else {
        line.put(name, shortened(String.valueOf(value), charsMax));
      }
    });
    return line.toString();
  }

  private static String shortened(String text, int charsMax) {
    return text.length() <= charsMax ? text : text.substring(0, charsMax) + " …";
  }
}
