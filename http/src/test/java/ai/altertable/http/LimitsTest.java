package ai.altertable.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.http.wire.Way;
import ai.altertable.testing.ErrorShape;
import ai.altertable.testing.LeakCheck;
import ai.altertable.testing.Patience;
import ai.altertable.testing.RawSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class LimitsTest {
  private static final Way WAY = Way.TCP_NATIVE;
  private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final HttpHandler OK = exchange -> exchange.respond(200, Headers.none(), "ok!");

  private static UnaryOperator<HttpServerConfig> timeouts(long headMillis, long idleMillis) {
    return config ->
        config.withLimits(
            TestServer.limits(Duration.ofMillis(headMillis), Duration.ofMillis(idleMillis)));
  }

  @Test
  void headThatTakesTooLongIsRefused() {
    try (TestServer server = TestServer.on(WAY, timeouts(300, 60_000), OK);
        RawSocket client = server.connect()) {
      AtomicInteger sent = new AtomicInteger();
      Thread trickle =
          Thread.ofVirtual()
              .start(() -> {
                while (!Thread.interrupted() && sent.get() < 100) {
                  client.send(sent.getAndIncrement() == 0 ? "GET / HTTP/1.1\r\nX: " : "y");
                  Patience.pause(Duration.ofMillis(50));
                }
              });

      assertThat(ErrorShape.require(client.readToEnd(), 408, ErrorCode.INVALID_REQUEST))
          .isEqualTo("the request's head did not arrive within 300 ms");
      trickle.interrupt();
      assertThat(sent.get()).isLessThan(100);
    }
  }

  @Test
  void secondHeadHasTheSameTime() {
    try (TestServer server = TestServer.on(WAY, timeouts(300, 60_000), OK);
        RawSocket client = server.connect()) {
      client.send(GET).readThrough("ok!");
      client.send("GET / HT");

      ErrorShape.require(client.readToEnd(), 408, ErrorCode.INVALID_REQUEST);
    }
  }

  @Test
  void idleConnectionIsClosed() {
    try (TestServer server = TestServer.on(WAY, timeouts(60_000, 300), OK);
        RawSocket client = server.connect()) {
      client.send(GET).readThrough("ok!");

      assertThat(client.readToEnd()).isEmpty();
    }
  }

  @Test
  void connectionThatWorksIsNotIdle() {
    HttpHandler slow =
        exchange -> {
          Patience.pause(Duration.ofMillis(1500));
          exchange.respond(200, Headers.none(), "ok!");
        };
    try (TestServer server = TestServer.on(WAY, timeouts(200, 200), slow);
        RawSocket client = server.connect()) {
      assertThat(client.send(GET).readThrough("ok!")).startsWith("HTTP/1.1 200 OK");
    }
  }

  @Test
  void connectionWhoseAnswerIsStillTakenIsNotIdle() throws Exception {
    HttpHandler large =
        exchange -> exchange.respond(200, Headers.none(), "x".repeat(8 << 20) + "end!");
    try (TestServer server = TestServer.on(WAY, timeouts(400, 400), large);
        RawSocket client = RawSocket.connect(server.address(), 16 << 10)) {
      client.send(GET);
      for (int i = 0; i < 20; i++) {
        client.skip(300 << 10);
        Thread.sleep(100);
      }

      assertThat(client.readThrough("end!")).endsWith("end!");
    }
  }

  @Test
  void longRequestLineIsRefused() {
    try (TestServer server = TestServer.on(WAY, timeouts(10_000, 10_000), OK);
        RawSocket client = server.connect()) {
      client.send("GET /" + "a".repeat(1100) + " HTTP/1.1\r\nHost: x\r\n\r\n");

      assertThat(ErrorShape.require(client.readToEnd(), 414, ErrorCode.REQUEST_TOO_LARGE))
          .contains("request line", "at most 1024 bytes");
    }
  }

  @Test
  void largeHeadersAreRefused() {
    try (TestServer server = TestServer.on(WAY, timeouts(10_000, 10_000), OK);
        RawSocket client = server.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: x\r\n" + "A: bbbbbbbbbb\r\n".repeat(400) + "\r\n");

      assertThat(ErrorShape.require(client.readToEnd(), 431, ErrorCode.REQUEST_TOO_LARGE))
          .contains("headers", "at most 4096 bytes");
    }
  }

  @Test
  void connectionsBeyondTheLimitAreTurnedAwayUntilOthersClose() {
    try (TestServer server = TestServer.on(WAY, timeouts(10_000, 10_000), OK)) {
      List<RawSocket> clients = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        RawSocket client = server.connect();
        client.send(GET).readThrough("ok!");
        clients.add(client);
      }
      try (RawSocket oneTooMany = server.connect()) {
        String answer = oneTooMany.readToEnd();
        assertThat(ErrorShape.require(answer, 503, ErrorCode.TOO_MANY_CONNECTIONS))
            .startsWith("too many connections: 8 are open");
        assertThat(answer).contains("retry-after: 2\r\n", "connection: close\r\n");
      }
      clients.forEach(RawSocket::close);

      assertThat(retried(server)).startsWith("HTTP/1.1 200 OK");
    }
  }

  /// The server takes a moment to see that connections were closed.
  private static String retried(TestServer server) {
    String answer = "";
    for (int i = 0; i < 50 && !answer.startsWith("HTTP/1.1 200"); i++) {
      try (RawSocket client = server.connect()) {
        answer = client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").readToEnd();
      }
      Patience.pause(Duration.ofMillis(20));
    }
    return answer;
  }

  @Test
  void requestsPipelinedBeyondTheLimitAreDropped() {
    var release = new CountDownLatch(1);
    HttpHandler held =
        exchange -> {
          Patience.await(release);
          exchange.respond(200, Headers.none(), "ok!");
        };
    try (TestServer server = TestServer.on(WAY, timeouts(10_000, 10_000), held);
        RawSocket client = server.connect()) {
      client.send(GET.repeat(20));
      Patience.pause(Duration.ofMillis(300));
      release.countDown();

      String answers = client.readToEnd();
      assertThat(answers.split("ok!", -1)).hasSize(1 + 4 + 1);
      assertThat(answers).containsOnlyOnce("connection: close\r\n").endsWith("ok!");
    }
  }

  @Test
  void clientThatNeverReadsIsCutOff() throws Exception {
    var thrown = new CompletableFuture<Throwable>();
    HttpHandler flood = exchange -> flood(exchange, thrown);
    try (TestServer server =
            TestServer.on(WAY, c -> c.withSendStallTimeout(Duration.ofMillis(400)), flood);
        RawSocket client = RawSocket.connect(server.address(), 16 << 10)) {
      client.send(GET);

      assertThat(thrown.get(20, TimeUnit.SECONDS))
          .isInstanceOf(ClientStalledException.class)
          .hasMessage("the client took no byte for 400 ms");
      assertThat(client.readToEnd()).endsWith("[reset]");
    }
  }

  @Test
  void clientThatReadsSlowlyIsNotCutOff() throws Exception {
    var thrown = new CompletableFuture<Throwable>();
    HttpHandler flood = exchange -> flood(exchange, thrown);
    try (TestServer server =
            TestServer.on(WAY, c -> c.withSendStallTimeout(Duration.ofMillis(500)), flood);
        RawSocket client = RawSocket.connect(server.address(), 16 << 10)) {
      client.send(GET);
      for (int i = 0; i < 20; i++) {
        client.skip(1 << 20);
        Thread.sleep(100);
      }

      assertThat(thrown).isNotDone();
    }
  }

  private static void flood(HttpExchange exchange, CompletableFuture<Throwable> thrown)
      throws IOException {
    ByteBuffer block = ByteBuffer.allocateDirect(100_000);
    try {
      exchange.respond(
          200,
          Headers.none(),
          body -> {
            for (int i = 0; i < 10_000; i++) {
              body.write(block.rewind());
            }
          });
    } catch (IOException failure) {
      thrown.complete(failure);
      throw failure;
    }
  }

  @Test
  void clientThatStopsSendingIsCutOff() throws Exception {
    var thrown = new CompletableFuture<Throwable>();
    HttpHandler reader =
        exchange -> {
          try {
            exchange.body().readAllBytes();
          } catch (IOException failure) {
            thrown.complete(failure);
            throw failure;
          }
        };
    try (TestServer server =
            TestServer.on(WAY, c -> c.withReceiveStallTimeout(Duration.ofMillis(300)), reader);
        RawSocket client = server.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");

      assertThat(thrown.get(20, TimeUnit.SECONDS)).isInstanceOf(ClientStalledException.class);
      assertThat(client.readToEnd()).isEqualTo("[reset]");
    }
  }
}
