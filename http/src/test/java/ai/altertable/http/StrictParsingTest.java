package ai.altertable.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.http.wire.Way;
import ai.altertable.testing.ErrorShape;
import ai.altertable.testing.LeakCheck;
import ai.altertable.testing.RawSocket;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is not HTTP gets an answer that says so, and nothing else from that connection is believed.
@ExtendWith(LeakCheck.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrictParsingTest {
  private final TestServer server;

  StrictParsingTest() {
    server = TestServer.on(Way.TCP_NATIVE, StrictParsingTest::read);
  }

  private static void read(HttpExchange exchange) throws IOException {
    byte[] body = exchange.body().readAllBytes();
    exchange.respond(200, Headers.none(), "read " + body.length);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | GET / HTTP/1.1~~",
        "400 | GET / HTTP/1.1~Host: a~Host: b~~",
        "400 | GET / HTTP/1.1~Host: x~no colon~~",
        "400 | GET / HTTP/1.1~Host: x~bad name: v~~",
        "400 | GET / HTTP/1.1~Host : x~~",
        "400 | POST / HTTP/1.1~Host: x~Content-Length: 3~Content-Length: 4~~abc",
        "400 | POST / HTTP/1.1~Host: x~Content-Length: 3~Transfer-Encoding: chunked~~0~~",
        "400 | POST / HTTP/1.1~Host: x~Transfer-Encoding: chunked, gzip~~0~~",
        "400 | POST / HTTP/1.1~Host: x~Content-Length: -1~~",
        "400 | POST / HTTP/1.1~Host: x~Content-Length: +3~~abc",
        "400 | POST / HTTP/1.1~Host: x~Content-Length: 3x~~abc",
        "400 | POST / HTTP/1.0~Transfer-Encoding: chunked~~0~~",
        "400 | POST / HTTP/1.1~Host: x~Transfer-Encoding: chunked~~zz~abc~0~~",
        "400 | POST / HTTP/1.1~Host: x~Transfer-Encoding: chunked~~3~abcd~0~~",
        "400 | POST / HTTP/1.1~Host: x~Transfer-Encoding: chunked~~-1~~0~~",
        "400 | POST / HTTP/1.1~Host: x~Transfer-Encoding: chunked~~FFFFFFFFF~abc",
        "400 | GET /%zz HTTP/1.1~Host: x~~",
        "400 | GET /?a=%2 HTTP/1.1~Host: x~~",
        "400 | GET nonsense HTTP/1.1~Host: x~~",
        "400 | hello~~",
        "417 | POST / HTTP/1.1~Host: x~Expect: miracles~Content-Length: 0~~",
        "501 | CONNECT a:1 HTTP/1.1~Host: a:1~~",
        "505 | PRI * HTTP/2.0~~SM~~",
        "505 | GET / HTTP/1.7~Host: x~~"
      })
  void malformedRequestIsRefusedAndTheConnectionClosed(int status, String request) {
    try (RawSocket client = server.connect()) {
      client.send(request.replace("~", "\r\n"));
      client.send("GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");

      String answer = client.readToEnd();
      ErrorCode code = status == 400 ? ErrorCode.INVALID_REQUEST : ErrorCode.FEATURE_NOT_SUPPORTED;
      ErrorShape.require(answer, status, code);
      assertThat(answer).containsOnlyOnce("connection: close\r\n").doesNotContain("HTTP/1.1 200");
    }
  }

  @Test
  void refusalCarriesTheClientsOwnRequestId() {
    try (RawSocket client = server.connect()) {
      client.send("GET / HTTP/1.1\r\nX-Request-Id: mine-7\r\n\r\n");

      assertThat(client.readToEnd()).contains("\r\nx-request-id: mine-7\r\n");
    }
  }

  @Test
  void requestsBeforeAMalformedOneAreAnswered() {
    try (RawSocket client = server.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n\r\n");

      assertThat(client.readThrough("read 0")).startsWith("HTTP/1.1 200 OK");
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 400 Bad Request");
    }
  }

  @ParameterizedTest
  @CsvSource({"Transfer-Encoding: chunked, 5~ab", "Content-Length: 10, abc"})
  void bodyCutShortByAHalfCloseIsRefused(String framing, String part) {
    try (RawSocket client = server.connect()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: x\r\n" + framing + "\r\n\r\n" + part.replace("~", "\r\n"));
      client.halfClose();

      assertThat(client.readToEnd()).startsWith("HTTP/1.1 400 ").contains("cut short");
    }
  }

  @Test
  void headCutShortByAHalfCloseIsRefused() {
    try (RawSocket client = server.connect()) {
      client.send("GET / HTTP/1.1\r\nHo").halfClose();

      assertThat(client.readToEnd()).startsWith("HTTP/1.1 400 ");
    }
  }

  @Test
  void handlerThatStreamsItsAnswerLearnsOfABadChunk() throws Exception {
    var thrown = new CompletableFuture<Throwable>();
    HttpHandler echo =
        exchange ->
            exchange.respond(
                200,
                Headers.none(),
                body -> {
                  body.flush();
                  try {
                    exchange.body().transferTo(body);
                  } catch (IOException failure) {
                    thrown.complete(failure);
                    throw failure;
                  }
                });
    try (TestServer streaming = TestServer.on(Way.TCP_NATIVE, echo);
        RawSocket client = streaming.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n");
      client.readThrough("\r\n\r\n");
      client.send("oops\r\n");

      assertThat(client.readToEnd()).endsWith("[reset]");
      assertThat(thrown.get(10, TimeUnit.SECONDS)).isInstanceOf(MalformedRequestException.class);
    }
  }
}
