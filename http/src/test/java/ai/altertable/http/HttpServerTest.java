package ai.altertable.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.http.wire.Way;
import ai.altertable.testing.ErrorShape;
import ai.altertable.testing.LeakCheck;
import ai.altertable.testing.Patience;
import ai.altertable.testing.RawSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(LeakCheck.class)
class HttpServerTest {
  private static final Way WAY = Way.TCP_NATIVE;

  /// Answers with what it was asked, and an exclamation mark.
  private static void echo(HttpExchange exchange) throws IOException {
    String body = new String(exchange.body().readAllBytes(), StandardCharsets.UTF_8);
    exchange.respond(
        200,
        Headers.of("content-type", "text/plain"),
        exchange.method() + " " + exchange.target().rawPath() + " " + body + "!");
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
  }

  private static String put(String path, String body) {
    return "PUT %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(path, body.length(), body);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void pipelinedRequestsAreAnsweredInOrder(Way way) {
    HttpHandler firstIsSlow =
        exchange -> {
          Patience.pause(Duration.ofMillis(exchange.target().rawPath().equals("/0") ? 200 : 0));
          echo(exchange);
        };
    try (TestServer server = TestServer.on(way, firstIsSlow);
        RawSocket client = server.connect()) {
      StringBuilder requests = new StringBuilder();
      for (int i = 0; i < 20; i++) {
        requests.append(put("/" + i, "body" + i));
      }
      client.send(requests.toString());

      for (int i = 0; i < 20; i++) {
        assertThat(client.readThrough("!"))
            .startsWith("HTTP/1.1 200 OK\r\n")
            .endsWith("\r\n\r\nPUT /" + i + " body" + i + "!");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void connectionIsKeptBetweenRequests(Way way) {
    try (TestServer server = TestServer.on(way, HttpServerTest::echo);
        RawSocket client = server.connect()) {
      for (int i = 0; i < 50; i++) {
        assertThat(client.send(put("/", "n" + i)).readThrough("!")).endsWith("PUT / n" + i + "!");
      }
    }
  }

  @Test
  void clientThatAsksForItGetsTheConnectionClosed() {
    try (TestServer server = TestServer.on(WAY, HttpServerTest::echo);
        RawSocket client = server.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

      assertThat(client.readToEnd()).contains("connection: close\r\n").endsWith("GET / !");
    }
  }

  @Test
  void http10ClientGetsAnUnchunkedAnswerThatEndsWithItsConnection() {
    HttpHandler inTwoParts =
        exchange ->
            exchange.respond(
                200,
                Headers.none(),
                body -> {
                  body.write("one ".getBytes(StandardCharsets.US_ASCII));
                  body.flush();
                  body.write("two".getBytes(StandardCharsets.US_ASCII));
                });
    try (TestServer server = TestServer.on(WAY, inTwoParts);
        RawSocket client = server.connect()) {
      client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");

      assertThat(client.readToEnd())
          .doesNotContainIgnoringCase("transfer-encoding")
          .endsWith("\r\n\r\none two");
    }
  }

  @Test
  void http10ClientMayKeepItsConnectionWhenTheLengthIsKnown() {
    try (TestServer server = TestServer.on(WAY, HttpServerTest::echo);
        RawSocket client = server.connect()) {
      for (int i = 0; i < 2; i++) {
        client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        assertThat(client.readThrough("!")).contains("connection: keep-alive\r\n");
      }
    }
  }

  @Test
  void chunkedRequestBodyIsReadToItsEnd() {
    try (TestServer server = TestServer.on(WAY, HttpServerTest::echo);
        RawSocket client = server.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.send("3\r\nabc\r\n").send("000002;ext=1\r\nde\r\n").send("0\r\nTrailer: t\r\n\r\n");

      assertThat(client.readThrough("!")).endsWith("POST / abcde!");
      assertThat(client.send(get("/next")).readThrough("!")).endsWith("GET /next !");
    }
  }

  @Test
  void headTellsTheLengthOfTheBodyThatItLeavesOut() {
    try (TestServer server = TestServer.on(WAY, HttpServerTest::echo);
        RawSocket client = server.connect()) {
      client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n" + get("/after"));

      assertThat(client.readThrough("\r\n\r\n")).contains("content-length: 8\r\n");
      assertThat(client.readThrough("!")).startsWith("HTTP/1.1 200 OK").endsWith("GET /after !");
    }
  }

  @Test
  void answerWithoutContentHasNeitherBodyNorLength() {
    HttpHandler noContent = exchange -> exchange.respond(204, Headers.none(), "dropped");
    try (TestServer server = TestServer.on(WAY, noContent);
        RawSocket client = server.connect()) {
      for (int i = 0; i < 2; i++) {
        assertThat(client.send(get("/")).readThrough("\r\n\r\n"))
            .startsWith("HTTP/1.1 204 No Content\r\n")
            .doesNotContain("content-length");
      }
    }
  }

  @Test
  void continueIsSentOnceTheHandlerReads() throws Exception {
    var mayRead = new CountDownLatch(1);
    HttpHandler reader =
        exchange -> {
          Patience.await(mayRead);
          echo(exchange);
        };
    try (TestServer server = TestServer.on(WAY, reader);
        RawSocket client = server.connect()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
      assertThat(client.isSilentFor(Duration.ofMillis(200))).isTrue();

      mayRead.countDown();

      assertThat(client.readThrough("\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      assertThat(client.send("abc").readThrough("!")).endsWith("POST / abc!");
      assertThat(client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n").readThrough("\r\n\r\n"))
          .startsWith("HTTP/1.1 200 OK");
    }
  }

  @Test
  void continueAfterLongWaitingIsStillWellFormed() {
    HttpHandler slow =
        exchange -> {
          Patience.pause(Duration.ofMillis(1200));
          echo(exchange);
        };
    try (TestServer server = TestServer.on(WAY, slow);
        RawSocket client = server.connect()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 900000\r\n\r\n");
      client.send(new byte[500_000]);

      assertThat(client.readThrough("\r\n\r\n")).startsWith("HTTP/1.1 ");
      client.send(new byte[400_000]);

      assertThat(client.readThrough("!")).endsWith("!");
    }
  }

  @Test
  void bodyThatWasNeverAskedForEndsTheConnection() {
    HttpHandler refusing = exchange -> exchange.respond(401, Headers.none(), "no");
    try (TestServer server = TestServer.on(WAY, refusing);
        RawSocket client = server.connect()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");

      assertThat(client.readToEnd())
          .startsWith("HTTP/1.1 401 Unauthorized\r\n")
          .contains("connection: close\r\n")
          .endsWith("\r\n\r\nno");
    }
  }

  @Test
  void answerToAnUnreadLargeBodyArrivesAlthoughTheClientStillSends() {
    HttpHandler refusing = exchange -> exchange.respond(401, Headers.none(), "no");
    try (TestServer server = TestServer.on(WAY, refusing);
        RawSocket client = server.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 50000000\r\n\r\n");
      client.send(new byte[50_000_000]);

      assertThat(client.readToEnd()).endsWith("\r\n\r\nno");
    }
  }

  @Test
  void smallUnreadBodyLeavesTheConnectionUsable() {
    HttpHandler ignoring = exchange -> exchange.respond(200, Headers.none(), "fine!");
    try (TestServer server = TestServer.on(WAY, ignoring);
        RawSocket client = server.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10000\r\n\r\n");
      assertThat(client.readThrough("!")).doesNotContain("connection: close");
      client.send(new byte[10_000]);

      assertThat(client.send(get("/")).readThrough("!")).startsWith("HTTP/1.1 200 OK");
    }
  }

  @Test
  void endlessUnreadBodyEndsTheConnection() {
    HttpHandler ignoring = exchange -> exchange.respond(200, Headers.none(), "fine!");
    try (TestServer server = TestServer.on(WAY, ignoring);
        RawSocket client = server.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.readThrough("!");
      String chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
      for (int i = 0; i < 10; i++) {
        client.send(chunk);
      }

      assertThat(client.readToEnd()).isEmpty();
    }
  }

  @Test
  void upgradeToHttp2IsIgnored() throws Exception {
    try (TestServer server = TestServer.on(WAY, HttpServerTest::echo);
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      int port = ((InetSocketAddress) server.address()).getPort();
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q"))
              .POST(HttpRequest.BodyPublishers.ofString("text"))
              .build();

      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());

      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
      assertThat(answer.body()).isEqualTo("POST /q text!");
    }
  }

  @Test
  void failureOfTheHandlerIsAnsweredWithoutItsDetails() {
    HttpHandler failing =
        _ -> {
          throw new IllegalStateException("secret");
        };
    try (TestServer server = TestServer.on(WAY, failing);
        RawSocket client = server.connect()) {
      String answer = client.send(get("/")).readToEnd();
      ErrorShape.require(answer, 500, ErrorCode.INTERNAL);
      assertThat(answer).doesNotContain("secret");
    }
  }

  @Test
  void handlerWithoutAnAnswerGivesAnError() {
    try (TestServer server = TestServer.on(WAY, _ -> {});
        RawSocket client = server.connect()) {
      ErrorShape.require(client.send(get("/")).readToEnd(), 500, ErrorCode.INTERNAL);
    }
  }

  @Test
  void failureHalfWayThroughAnAnswerResetsTheConnection() {
    HttpHandler failing =
        exchange ->
            exchange.respond(
                200,
                Headers.none(),
                body -> {
                  body.write("[1]\n".getBytes(StandardCharsets.US_ASCII));
                  body.flush();
                  throw new IllegalStateException("in the middle");
                });
    try (TestServer server = TestServer.on(WAY, failing);
        RawSocket client = server.connect()) {
      assertThat(client.send(get("/")).readToEnd()).doesNotEndWith("0\r\n\r\n").endsWith("[reset]");
    }
  }

  @Test
  void answerThatWasNotEndedResetsTheConnection() {
    HttpHandler forgetful =
        exchange -> {
          ResponseBody body = exchange.respond(200, Headers.none());
          body.write("[1]\n".getBytes(StandardCharsets.US_ASCII));
          body.flush();
        };
    try (TestServer server = TestServer.on(WAY, forgetful);
        RawSocket client = server.connect()) {
      assertThat(client.send(get("/")).readToEnd()).endsWith("[reset]");
    }
  }

  @Test
  void answerShorterThanItsPromiseResetsTheConnection() {
    HttpHandler liar = exchange -> exchange.respond(200, Headers.of("content-length", "5"), "four");
    try (TestServer server = TestServer.on(WAY, liar);
        RawSocket client = server.connect()) {
      assertThat(client.send(get("/")).readToEnd()).isEqualTo("[reset]");
    }
  }

  @Test
  void answerWithItsLengthPromisedGoesOutUnchunked() {
    HttpHandler honest =
        exchange ->
            exchange.respond(
                200,
                Headers.of("content-length", "6"),
                body -> {
                  body.write("one".getBytes(StandardCharsets.US_ASCII));
                  body.flush();
                  body.write("two".getBytes(StandardCharsets.US_ASCII));
                });
    try (TestServer server = TestServer.on(WAY, honest);
        RawSocket client = server.connect()) {
      assertThat(client.send(get("/")).readThrough("onetwo"))
          .doesNotContainIgnoringCase("transfer-encoding");
      assertThat(client.send(get("/")).readThrough("onetwo")).startsWith("HTTP/1.1 200 OK");
    }
  }
}
