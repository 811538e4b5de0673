package ai.altertable.launcher.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Makes objects of lines that a process prints without its logger: a crash of native code, a
/// warning of the Java machine. Lines that are objects pass as they are.
record PrintedLines(InstantSource clock, String process, String logger)
    implements UnaryOperator<String> {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  @Override
  public String apply(String line) {
    return isObject(line)
        ? line
        : new JsonLine(clock.instant(), "INFO", process, logger, Map.of("message", line.strip()))
            .toString();
  }

  private static boolean isObject(String line) {
    try {
      return line.startsWith("{") && JSON.readTree(line).isObject();
    } catch (JsonProcessingException text) {
      return false;
    }
  }
}
