package ai.altertable.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.http.wire.HttpLimits;
import ai.altertable.testing.ErrorShape;
import ai.altertable.testing.LeakCheck;
import ai.altertable.testing.RawSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(LeakCheck.class)
class LimitsTest {
  private static final String HEALTH = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n";

  private final TestGateway gateway =
      TestGateway.alone(config ->
          config.withLimits(
              new HttpLimits(200, 1000, 3, 4, Duration.ofMillis(300), Duration.ofMillis(600))));

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void connectionBeyondTheLimitIsTurnedAway() {
    try (RawSocket one = gateway.connect();
        RawSocket two = gateway.connect();
        RawSocket three = gateway.connect()) {
      one.send(HEALTH).readAnswer();
      two.send(HEALTH).readAnswer();
      three.send(HEALTH).readAnswer();

      assertThat(ErrorShape.require(gateway.exchange(""), 503, ErrorCode.TOO_MANY_CONNECTIONS))
          .contains("3 are open");
      assertThat(one.send(HEALTH).readAnswer()).startsWith("HTTP/1.1 200 ");
    }
  }

  @ParameterizedTest
  @CsvSource({"300, 10, 414", "10, 1100, 431"})
  void overlongHeadsAreRefused(int path, int header, int status) {
    String answer =
        gateway.exchange(
            "GET /"
                + "p".repeat(path)
                + " HTTP/1.1\r\nHost: x\r\nX: "
                + "h".repeat(header)
                + "\r\n\r\n");

    ErrorShape.require(answer, status, ErrorCode.REQUEST_TOO_LARGE);
    assertThat(answer).contains("connection: close\r\n");
  }

  @Test
  void pipelinedRequestsBeyondTheLimitAreDroppedAndTheConnectionCloses() throws Exception {
    RawWorker worker = gateway.startRawWorker();
    try (RawSocket client = gateway.connect()) {
      client.send(TestGateway.query("1"));
      RawSocket upstream = worker.accept();
      upstream.readThrough("\r\n\r\n1");
      client.send(HEALTH.repeat(10));
      Thread.sleep(200);
      upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

      assertThat(client.readAnswer()).endsWith("ok");
      String rest = client.readToEnd();
      assertThat(rest.split("HTTP/1.1 200 OK", -1)).hasSize(1 + 4);
      assertThat(rest).containsOnlyOnce("connection: close\r\n");
    }
  }

  @Test
  void slowHeadAndIdleConnectionAreEnded() {
    ErrorShape.require(gateway.exchange("GET /hea"), 408, ErrorCode.INVALID_REQUEST);
    assertThat(gateway.exchange(HEALTH)).startsWith("HTTP/1.1 200 ").endsWith("}");
  }

  @Test
  void waitingForAnAnswerIsNotBeingIdle() throws Exception {
    RawWorker worker = gateway.startRawWorker();
    try (RawSocket client = gateway.connect()) {
      client.send(TestGateway.query("1"));
      RawSocket upstream = worker.accept();
      Thread.sleep(1500);
      upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

      assertThat(client.readAnswer()).endsWith("ok");
    }
  }
}
