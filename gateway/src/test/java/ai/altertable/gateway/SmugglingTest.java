package ai.altertable.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.testing.ErrorShape;
import ai.altertable.testing.LeakCheck;
import ai.altertable.testing.RawSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests whose framing could be read in two ways, behind which another request is hidden.
@ExtendWith(LeakCheck.class)
class SmugglingTest {
  private static final String HIDDEN =
      "0\r\n\r\nDELETE /query/1 HTTP/1.1\r\nHost: x\r\n" + TestGateway.LOGIN + "\r\n";

  private static final String HEALTH = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n";

  private final TestGateway gateway = TestGateway.alone();
  private final RawWorker worker = gateway.startRawWorker();

  @AfterEach
  void close() {
    gateway.close();
  }

  private static String post(String headers, String body) {
    return "POST /query HTTP/1.1\r\nHost: x\r\n" + TestGateway.LOGIN + headers + "\r\n" + body;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
        "Content-Length: 4\r\nContent-Length: 5\r\n",
        "Content-Length: 4\r\nContent-Length: 4\r\n",
        "Content-Length: 4, 4\r\n",
        "Content-Length: +4\r\n",
        "Content-Length: -4\r\n",
        "Content-Length: 0x4\r\n",
        "Content-Length: 99999999999999999999\r\n",
        "Content-Length : 4\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: identity\r\nContent-Length: 4\r\n",
        "Transfer-Encoding: xchunked\r\nContent-Length: 4\r\n",
        "Transfer-Encoding: \u000bchunked\r\nContent-Length: 4\r\n",
        "Transfer-Encoding: \"chunked\"\r\n",
        "Content-Length: 4\nTransfer-Encoding: chunked\r\n",
        "X: a\rTransfer-Encoding: chunked\r\n",
        "X: a\u0000b\r\n",
        "Bad Name: x\r\n",
        ": x\r\n",
        "Host: y\r\n",
        "Transfer-Encoding:\r\n chunked\r\n",
        "Content-Length:\r\n\t4\r\n",
        "Content-Length: 1\r\n 0\r\n"
      })
  void ambiguousHeadIsRefusedAndTheConnectionClosed(String headers) {
    String answers = gateway.exchange(post(headers, HIDDEN));

    boolean malformed = answers.startsWith("HTTP/1.1 400 ");
    ErrorShape.require(
        answers,
        malformed ? 400 : 501,
        malformed ? ErrorCode.INVALID_REQUEST : ErrorCode.FEATURE_NOT_SUPPORTED);
    assertThat(answers).contains("connection: close\r\n").containsOnlyOnce("x-request-id");
    assertThat(worker.connections()).isZero();
  }

  @Test
  void transferEncodingOfAnOldClientIsRefused() {
    String answers =
        gateway.exchange(
            post("Transfer-Encoding: chunked\r\n", HIDDEN).replaceFirst("HTTP/1.1", "HTTP/1.0"));

    assertThat(answers).startsWith("HTTP/1.1 400 ").containsOnlyOnce("x-request-id");
    assertThat(worker.connections()).isZero();
  }

  @Test
  void foldedHeaderIsUnfoldedBeforeTheWorkerSeesIt() throws Exception {
    try (RawSocket client = gateway.connect()) {
      client.send(post("X-Note: a\r\n  b\r\nContent-Length: 2\r\n", "{}"));

      assertThat(worker.accept().readThrough("\r\n\r\n"))
          .contains("X-Note: a b\r\n", "content-length: 2\r\n")
          .doesNotContain("\r\n ");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5\r\nhello0\r\n\r\n",
        "5\r\nhello\r\nxyz\r\n",
        "-5\r\nhello\r\n",
        "\r\n5\r\nhello\r\n",
        "FFFFFFFFFF\r\nhello\r\n",
        "5\r\nhello\n0\r\n\r\n",
        "5;\nhello\r\n0\r\n\r\n"
      })
  void badlyFramedBodyIsRefusedAndItsWorkerLeft(String body) throws Exception {
    try (RawSocket client = gateway.connect()) {
      client.send(post("Transfer-Encoding: chunked\r\n", body + HIDDEN));

      RawSocket upstream = worker.accept();
      assertThat(upstream.readToEnd())
          .as("no end of a body, and no second request")
          .doesNotContain("0\r\n\r\n")
          .doesNotContain("DELETE");
      assertThat(client.readToEnd())
          .startsWith("HTTP/1.1 400 ")
          .contains("badly framed", "connection: close\r\n")
          .containsOnlyOnce("x-request-id");
    }
  }

  @Test
  void bytesThatTheHeadDoesNotAnnounceDoNotReachTheWorker() throws Exception {
    try (RawSocket client = gateway.connect()) {
      client.send(
          "GET /query/1 HTTP/1.1\r\nHost: x\r\nSec-WebSocket-Key1: 1\r\nSec-WebSocket-Key2: 2\r\n"
              + TestGateway.LOGIN
              + "\r\n12345678");

      RawSocket upstream = worker.accept();
      upstream.readThrough("\r\n\r\n");
      upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
      assertThat(client.readAnswer()).endsWith("ok");
      client.send(TestGateway.query("next"));
      assertThat(upstream.readThrough("\r\n\r\n")).startsWith("POST /query HTTP/1.1\r\n");
    }
  }

  @Test
  void truncatedBodyIsRefusedAndItsWorkerLeft() throws Exception {
    try (RawSocket client = gateway.connect()) {
      client.send(post("Content-Length: 10\r\n", "1234"));
      RawSocket upstream = worker.accept();
      upstream.readThrough("\r\n\r\n1234");
      client.halfClose();

      assertThat(upstream.readToEnd()).isEmpty();
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 400 ").contains("cut short");
    }
  }

  @Test
  void truncatedBodyIsRefusedWhileItsSenderIsBeingChecked() {
    gateway.authenticator().hold();
    try (RawSocket client = gateway.connect()) {
      client.send(post("Content-Length: 10\r\n", "1234")).halfClose();

      assertThat(client.readToEnd()).startsWith("HTTP/1.1 400 ").contains("cut short");
    }
    gateway.authenticator().goOn();
    assertThat(worker.connections()).isZero();
  }

  @Test
  void truncatedBodyOfAPipelinedRequestIsRefusedInItsTurn() {
    try (RawSocket client = gateway.connect()) {
      client.send(HEALTH + post("Content-Length: 10\r\n", "1234")).halfClose();

      assertThat(client.readAnswer()).startsWith("HTTP/1.1 200 ");
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 400 ").contains("cut short");
    }
  }

  @Test
  void requestsBeforeAMalformedOneAreStillAnswered() {
    String answers = gateway.exchange(HEALTH + "GARBAGE\r\n\r\n" + HEALTH);

    assertThat(answers.split("x-request-id", -1)).hasSize(3);
    assertThat(answers).startsWith("HTTP/1.1 200 ").contains("HTTP/1.1 400 ");
  }
}
