package ai.altertable.launcher.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogLinesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-01-02T12:00:00Z"));
  private static final UnaryOperator<String> POSTGRES = new PostgresLines(NOON);
  private static final UnaryOperator<String> WORKER = new PrintedLines(NOON, "hosted-1", "output");

  private static JsonNode json(String line) throws Exception {
    assertThat(line).doesNotContain("\n");
    return JSON.readTree(line);
  }

  private static LoggingEvent event(String message) {
    LoggingEvent event = new LoggingEvent();
    event.setLoggerContext(new LoggerContext());
    event.setLoggerName("ai.altertable.rest.call.Call");
    event.setThreadName("http-request-7");
    event.setLevel(Level.INFO);
    event.setInstant(Instant.parse("2026-01-02T03:04:05.678Z"));
    event.setMessage(message);
    return event;
  }

  private static String encoded(LoggingEvent event) {
    String line = new String(new JsonEncoder("server").encode(event), StandardCharsets.UTF_8);
    assertThat(line).endsWith("\n");
    return line.stripTrailing();
  }

  @Test
  void eachFieldStandsUnderItsOwnName() throws Exception {
    LoggingEvent event = event("a \"message\"\nof two lines");
    event.addKeyValuePair(new KeyValuePair("error_id", "e-1"));
    event.addKeyValuePair(new KeyValuePair("error_ids", List.of("e-2", "e-3")));

    assertThat(json(encoded(event)))
        .isEqualTo(
            JSON.readTree(
                """
                {"time": "2026-01-02T03:04:05.678Z", "level": "INFO", "process": "server",
                 "logger": "ai.altertable.rest.call.Call", "thread": "http-request-7",
                 "message": "a \\"message\\"\\nof two lines", "error_id": "e-1",
                 "error_ids": ["e-2", "e-3"]}
                """));
  }

  @Test
  void exceptionWithItsCausesIsOneField() throws Exception {
    LoggingEvent event = event("failed");
    event.setThrowableProxy(
        new ch.qos.logback.classic.spi.ThrowableProxy(
            new IllegalStateException("outer", new RuntimeException("inner"))));

    assertThat(json(encoded(event)).required("exception").asText())
        .startsWith("java.lang.IllegalStateException: outer")
        .contains("\tat ", "Caused by: java.lang.RuntimeException: inner");
  }

  @Test
  void lineIsNeverLongerThanWhoReadsItTakes() throws Exception {
    for (String piece : List.of("x", "é", "\u0001", "\"")) {
      LoggingEvent event = event(piece.repeat(100_000));
      event.addKeyValuePair(new KeyValuePair("error_id", "e-1"));

      String line = encoded(event);

      assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(16 << 10);
      assertThat(json(line).required("error_id").asText()).isEqualTo("e-1");
      assertThat(json(line).required("message").asText()).startsWith(piece).endsWith(" …");
    }
  }

  @Test
  void reservedNameIsNotOverwritten() throws Exception {
    LoggingEvent event = event("mine");
    event.addKeyValuePair(new KeyValuePair("message", "another"));

    assertThat(json(encoded(event)).required("message").asText()).isEqualTo("mine");
  }

  @Test
  void objectsOfWorkersPassAndAllElseIsWrapped() throws Exception {
    assertThat(WORKER.apply("{\"time\": 1}")).isEqualTo("{\"time\": 1}");

    for (String printed :
        List.of("# SIGSEGV (0xb)", "{not json", "{\"a\": 1} and more", "[1]", "")) {
      JsonNode wrapped = json(WORKER.apply(printed));
      assertThat(wrapped.required("message").asText()).isEqualTo(printed);
      assertThat(wrapped.required("process").asText()).isEqualTo("hosted-1");
      assertThat(wrapped.required("time").asText()).isEqualTo("2026-01-02T12:00:00.000Z");
    }
  }

  @Test
  void postgresLineIsTakenApart() throws Exception {
    String line =
        "2026-11-22 09:25:17.123 UTC [4711] lake@lakehouse FATAL:  too many connections for role";

    assertThat(json(POSTGRES.apply(line)))
        .isEqualTo(
            JSON.readTree(
                """
                {"time": "2026-11-22T09:25:17.123Z", "level": "ERROR", "process": "postgres",
                 "logger": "postgresql", "pid": 4711, "user": "lake", "database": "lakehouse",
                 "severity": "FATAL", "message": "too many connections for role"}
                """));
  }

  @Test
  void postgresLineOfNoClientHasNoUser() throws Exception {
    JsonNode line =
        json(POSTGRES.apply("2026-11-22 09:25:17.123 UTC [1] LOG:  database system is ready"));

    assertThat(line.has("user")).isFalse();
    assertThat(line.required("level").asText()).isEqualTo("INFO");
  }

  @Test
  void continuedPostgresLineIsAnObjectToo() throws Exception {
    assertThat(json(POSTGRES.apply("\tand the rest")).required("message").asText())
        .isEqualTo("and the rest");
  }

  @Test
  void textStaysAsItIs() {
    assertThat(LogFormat.TEXT.printedBy("hosted-1").apply("as it is")).isEqualTo("as it is");
    assertThat(LogFormat.TEXT.ofPostgres().apply("\tas it is")).isEqualTo("\tas it is");
  }
}
