package ai.altertable.http.error;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FailureLogTest {
  private final PlatformException ofTheClient =
      new PlatformException(ErrorCode.SYNTAX_ERROR, "syntax error at SELECT 'a secret'");

  private final Logger log = (Logger) LoggerFactory.getLogger("failure-log-test");
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();

  @BeforeEach
  void listen() {
    events.start();
    log.addAppender(events);
    log.setLevel(Level.INFO);
  }

  @AfterEach
  void stop() {
    log.detachAppender(events);
  }

  private ILoggingEvent only() {
    assertThat(events.list).hasSize(1);
    return events.list.getFirst();
  }

  private static Map<String, String> fields(ILoggingEvent event) {
    return event.getKeyValuePairs().stream()
        .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value)));
  }

  @Test
  void errorOfAClientIsFoundByItsIdAndQuotesNothing() {
    FailureLog.write(log, "r-1", "q-1", ofTheClient);

    assertThat(fields(only()))
        .isEqualTo(
            Map.of(
                "error_id", ofTheClient.id().toString(),
                "error_code", "SYNTAX_ERROR",
                "request_id", "r-1",
                "query_id", "q-1"));
    assertThat(only().getLevel()).isEqualTo(Level.INFO);
    assertThat(only().getFormattedMessage())
        .contains(ofTheClient.id().toString())
        .doesNotContain("secret");
  }

  @Test
  void messageIsThereForWhoeverDebugs() {
    log.setLevel(Level.DEBUG);

    FailureLog.write(log, "r-1", ofTheClient);

    assertThat(only().getFormattedMessage()).contains("syntax error at SELECT");
    assertThat(fields(only())).doesNotContainKey("query_id");
  }

  @Test
  void ourOwnFaultIsToldInFull() {
    PlatformException ours =
        new PlatformException(ErrorCode.INTERNAL, "no such thing", new RuntimeException("cause"));

    FailureLog.write(log, "r-1", ours);

    assertThat(only().getLevel()).isEqualTo(Level.ERROR);
    assertThat(only().getFormattedMessage()).contains("no such thing");
    assertThat(only().getThrowableProxy().getCause().getMessage()).isEqualTo("cause");
    assertThat(fields(only())).containsEntry("error_id", ours.id().toString());
  }
}
