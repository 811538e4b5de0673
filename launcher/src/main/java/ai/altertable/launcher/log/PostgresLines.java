package ai.altertable.launcher.log;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes objects of PostgreSQL's lines, which begin with `%m [%p] %q%u@%d ` and a severity
/// (PostgreSQL manual, sections 19.8.3 and 19.8.2). What has no such beginning goes on with the
/// line before it.
record PostgresLines(InstantSource clock) implements UnaryOperator<String> {
  private static final String PROCESS = "postgres";
  private static final Pattern LINE =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d\\.\\d{3}) UTC \\[(\\d+)] "
              + "(?:(\\S*)@(\\S*) )?([A-Z]+\\d?): {2}(.*)");

  @Override
  public String apply(String line) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      Map<String, Object> only = Map.of("message", line.strip());
      return new JsonLine(clock.instant(), "INFO", PROCESS, "output", only).toString();
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("pid", Long.valueOf(parts.group(3)));
    if (parts.group(4) != null) {
      fields.put("user", parts.group(4));
      fields.put("database", parts.group(5));
    }
    fields.put("severity", parts.group(6));
    fields.put("message", parts.group(7));
    Instant time = Instant.parse(parts.group(1) + "T" + parts.group(2) + "Z");
    return new JsonLine(time, level(parts.group(6)), PROCESS, "postgresql", fields).toString();
  }

  /// Severities below WARNING, and parts of a message such as DETAIL and HINT, are information.
  private static String level(String severity) {
    return switch (severity) {
      case "PANIC", "FATAL", "ERROR" -> "ERROR";
      case "WARNING" -> "WARN";
      default -> severity.startsWith("DEBUG") ? "DEBUG" : "INFO";
    };
  }
}
