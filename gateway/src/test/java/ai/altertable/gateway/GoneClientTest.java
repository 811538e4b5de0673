package ai.altertable.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.http.Headers;
import ai.altertable.http.HttpExchange;
import ai.altertable.http.HttpHandler;
import ai.altertable.http.ResponseBody;
import ai.altertable.testing.LeakCheck;
import ai.altertable.testing.RawSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that go away, as the worker behind the gateway learns of it.
@ExtendWith(LeakCheck.class)
class GoneClientTest {
  /// The promise is one second each for gateway and worker; the rest is for a busy machine.
  private static final long SOON_MILLIS = 3000;

  enum Leaving {
    CLOSE,
    RESET
  }

  /// What the worker is busy with.
  enum Busy {
    COMPUTING("/query", 0, 0),
    BETWEEN_LINES("/query?lines", 0, 120),
    BLOCKED_ON_A_CLIENT_THAT_DOES_NOT_READ("/query?flood", 0, 200),
    READING_AN_UPLOAD("/upload", 1000, 0),
    NOT_READING_AN_UPLOAD("/query", 12 << 20, 0);

    private final String path;
    private final int body;
    private final int answerBytes;

    Busy(String path, int body, int answerBytes) {
      this.path = path;
      this.body = body;
      this.answerBytes = answerBytes;
    }

    /// An upload lacks its end.
    String head() {
      return "POST "
          + path
          + " HTTP/1.1\r\nHost: x\r\n"
          + TestGateway.LOGIN
          + (body == 0 ? "\r\n" : "Content-Length: " + (body + 1) + "\r\n\r\n");
    }
  }

  /// What the handler saw.
  private static final class Handler implements HttpHandler {
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch gone = new CountDownLatch(1);
    private final CountDownLatch finish = new CountDownLatch(1);

    @Override
    public void handle(HttpExchange exchange) throws IOException {
      exchange.onGone(gone::countDown);
      started.countDown();
      if (exchange.target().rawPath().equals("/upload")) {
        exchange.body().readAllBytes();
      }
      String kind = String.join("", exchange.target().query().keySet());
      switch (kind) {
        case "lines" -> exchange.respond(200, Headers.none(), this::lines);
        case "flood" -> exchange.respond(200, Headers.none(), this::flood);
        default -> {
          awaitGoneOrFinish();
          exchange.respond(200, Headers.none(), "done");
        }
      }
    }

    private void lines(ResponseBody body) throws IOException {
      body.write("[1]\n".getBytes(StandardCharsets.US_ASCII));
      awaitGoneOrFinish();
      body.write("[2]\n".getBytes(StandardCharsets.US_ASCII));
    }

    private void flood(ResponseBody body) throws IOException {
      ByteBuffer block = ByteBuffer.allocate(64 << 10);
      while (finish.getCount() > 0) {
        body.write(block.rewind());
      }
    }

    private void awaitGoneOrFinish() {
      try {
        while (gone.getCount() > 0 && !finish.await(10, TimeUnit.MILLISECONDS)) {
          assertThat(started.getCount()).isZero();
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static Stream<Arguments> departures() {
    return Stream.of(Leaving.values())
        .flatMap(leaving -> Stream.of(Busy.values()).map(busy -> Arguments.of(leaving, busy)));
  }

  @ParameterizedTest
  @MethodSource("departures")
  void workerLearnsThatTheClientWent(Leaving leaving, Busy busy) throws Exception {
    var handler = new Handler();
    try (TestGateway gateway = TestGateway.before(handler)) {
      RawSocket client = RawSocket.connect(gateway.address(), 16 << 10);
      client.send(busy.head());
      if (busy.body > 0) {
        client.sendWithoutBlocking(new byte[busy.body]);
      }
      client.skip(busy.answerBytes);
      assertThat(handler.started.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(handler.gone.await(300, TimeUnit.MILLISECONDS)).as("gone too early").isFalse();

      if (leaving == Leaving.CLOSE) {
        client.close();
      } else {
        client.reset();
      }

      assertThat(handler.gone.await(SOON_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Leaving.class)
  void connectionToTheWorkerIsClosedWithinASecond(Leaving leaving) throws Exception {
    try (TestGateway gateway = TestGateway.alone();
        RawWorker worker = gateway.startRawWorker()) {
      RawSocket client = gateway.connect();
      client.send(TestGateway.query("1"));
      RawSocket upstream = worker.accept();
      upstream.readThrough("\r\n\r\n1");
      long left = System.nanoTime();
      if (leaving == Leaving.CLOSE) {
        client.close();
      } else {
        client.reset();
      }

      upstream.awaitEnd();

      assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - left)).isLessThan(1500);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 10})
  void leavingAnUploadThatTheWorkerHoldsBackForLongIsNoticedWithinASecond(int seconds)
      throws Exception {
    var handler = new Handler();
    try (TestGateway gateway = TestGateway.before(handler)) {
      RawSocket client = RawSocket.connect(gateway.address());
      client.send(Busy.NOT_READING_AN_UPLOAD.head());
      client.sendWithoutBlocking(new byte[12 << 20]);
      assertThat(handler.gone.await(seconds, TimeUnit.SECONDS)).as("gone too early").isFalse();

      long left = System.nanoTime();
      client.takeWhatCame().close();

      assertThat(handler.gone.await(SOON_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
      assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - left)).isLessThan(1300);
    }
  }

  @Test
  void halfClosedClientGetsItsWholeAnswer() throws Exception {
    var handler = new Handler();
    try (TestGateway gateway = TestGateway.before(handler);
        RawSocket client = gateway.connect()) {
      client.send(Busy.COMPUTING.head()).halfClose();

      assertThat(handler.gone.await(1500, TimeUnit.MILLISECONDS)).isFalse();
      handler.finish.countDown();

      assertThat(client.readToEnd())
          .startsWith("HTTP/1.1 200 OK\r\n")
          .containsOnlyOnce("HTTP")
          .endsWith("\r\n\r\ndone");
    }
  }

  @Test
  void halfClosedClientBetweenLinesGetsWellFormedChunks() throws Exception {
    var handler = new Handler();
    try (TestGateway gateway = TestGateway.before(handler);
        RawSocket client = gateway.connect()) {
      client.send(Busy.BETWEEN_LINES.head());
      client.readThrough("[1]\n\r\n");
      client.halfClose();

      assertThat(handler.gone.await(1500, TimeUnit.MILLISECONDS)).isFalse();
      handler.finish.countDown();

      assertThat(client.readToEnd()).matches("0{1,8}4\r\n\\[2]\n\r\n0\r\n\r\n");
    }
  }

  @Test
  void requestsBehindOneWhoseClientLeftAreNotSent() throws Exception {
    try (TestGateway gateway = TestGateway.alone();
        RawWorker worker = gateway.startRawWorker()) {
      RawSocket client = gateway.connect();
      client.send(TestGateway.query("1") + TestGateway.query("2"));
      RawSocket upstream = worker.accept();
      upstream.readThrough("\r\n\r\n1");
      client.reset();

      assertThat(upstream.readToEnd()).isEmpty();
      Thread.sleep(200);
      assertThat(worker.connections()).isEqualTo(1);
    }
  }
}
