package ai.altertable.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.http.wire.Way;
import ai.altertable.testing.LeakCheck;
import ai.altertable.testing.Patience;
import ai.altertable.testing.RawSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that go away, in every way that there is, while the server is busy with every kind of
/// thing.
@ExtendWith(LeakCheck.class)
class GoneClientTest {
  /// The promise is one second; the rest is for a machine with much else to do.
  private static final Duration SOON = Duration.ofSeconds(3);

  /// Longer than any probe needs to be answered.
  private static final Duration NEVER = Duration.ofMillis(1500);

  /// The JDK's selector over Unix sockets: Netty takes the end of input for the end there.
  private static final String NO_HALF_CLOSE = "UNIX_NIO";

  @TempDir Path folder;

  enum Leaving {
    CLOSE,
    RESET,
    KILL
  }

  /// What the handler is busy with.
  enum Busy {
    COMPUTING("GET /compute HTTP/1.1\r\nHost: x\r\n\r\n", 0),
    COMPUTING_BETWEEN_ROWS("GET /rows HTTP/1.1\r\nHost: x\r\n\r\n", 60),
    BLOCKED_ON_SEND("GET /flood HTTP/1.1\r\nHost: x\r\n\r\n", 60),
    NOT_READING_A_LARGE_UPLOAD(
        "POST /compute HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n"
            + "x".repeat(12 << 20),
        0),
    READING_AN_UPLOAD("POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc", 0);

    private final String request;
    private final int answerBytes;

    Busy(String request, int answerBytes) {
      this.request = request;
      this.answerBytes = answerBytes;
    }
  }

  /// What the handler saw.
  private static final class Handler implements HttpHandler {
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch gone = new CountDownLatch(1);
    private final CountDownLatch finish = new CountDownLatch(1);
    private final CompletableFuture<Throwable> thrown = new CompletableFuture<>();

    @Override
    public void handle(HttpExchange exchange) throws IOException {
      exchange.onGone(gone::countDown);
      started.countDown();
      try {
        switch (exchange.target().rawPath()) {
          case "/compute" -> {
            awaitGoneOrFinish();
            exchange.respond(200, Headers.none(), "done");
          }
          case "/rows" -> exchange.respond(200, Headers.none(), this::rows);
          case "/flood" -> exchange.respond(200, Headers.none(), this::flood);
          default -> {
            exchange.body().readAllBytes();
            exchange.respond(200, Headers.none(), "read");
          }
        }
      } catch (IOException failure) {
        thrown.complete(failure);
        throw failure;
      }
    }

    private void rows(ResponseBody body) throws IOException {
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
          assertThat(thrown).isNotDone();
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static Stream<Arguments> departures() {
    return Stream.of(Way.values())
        .flatMap(way ->
            Stream.of(Leaving.values())
                .filter(leaving -> leaving != Leaving.RESET || !way.isUnix())
                .flatMap(leaving ->
                    Stream.of(Busy.values()).map(busy -> Arguments.of(way, leaving, busy))));
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @MethodSource("departures")
  void handlerLearnsThatItsClientWent(Way way, Leaving leaving, Busy busy) throws Exception {
    var handler = new Handler();
    try (TestServer server = TestServer.on(way, handler)) {
      Runnable leave = arrive(server, leaving, busy);
      assertThat(handler.started.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(handler.gone.await(300, TimeUnit.MILLISECONDS)).as("gone too early").isFalse();

      leave.run();

      assertThat(handler.gone.await(SOON.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
      assertThat(handler.thrown.get(5, TimeUnit.SECONDS)).isInstanceOf(ClientGoneException.class);
    }
  }

  /// Probes must neither grow rare nor run out, however long the upload is held back.
  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @ValueSource(ints = {5, 10})
  void leavingAnUploadThatIsHeldBackForLongIsNoticedWithinASecond(int seconds) throws Exception {
    var handler = new Handler();
    try (TestServer server = TestServer.on(Way.TCP_NATIVE, handler)) {
      RawSocket client = RawSocket.connect(server.address());
      client.sendWithoutBlocking(
          Busy.NOT_READING_A_LARGE_UPLOAD.request.getBytes(StandardCharsets.US_ASCII));
      assertThat(handler.gone.await(seconds, TimeUnit.SECONDS)).as("gone too early").isFalse();

      long left = System.nanoTime();
      client.takeWhatCame().close();

      assertThat(handler.gone.await(SOON.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
      assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - left)).isLessThan(1300);
    }
  }

  private Runnable arrive(TestServer server, Leaving leaving, Busy busy) throws IOException {
    if (leaving == Leaving.KILL) {
      Path request = Files.writeString(folder.resolve("request"), busy.request);
      Process process = KilledClient.start(server.address(), request, busy.answerBytes);
      return process::destroyForcibly;
    }
    RawSocket client =
        RawSocket.connect(server.address(), busy == Busy.BLOCKED_ON_SEND ? 16384 : 0);
    client.sendWithoutBlocking(busy.request.getBytes(StandardCharsets.US_ASCII));
    client.skip(busy.answerBytes);
    return leaving == Leaving.CLOSE ? client::close : client::reset;
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @EnumSource(value = Way.class, mode = EnumSource.Mode.EXCLUDE, names = NO_HALF_CLOSE)
  void halfClosedClientOfALongComputationGetsItsAnswer(Way way) throws Exception {
    var handler = new Handler();
    try (TestServer server = TestServer.on(way, handler);
        RawSocket client = server.connect()) {
      client.send(Busy.COMPUTING.request).halfClose();

      assertThat(handler.gone.await(NEVER.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
      handler.finish.countDown();

      assertThat(client.readToEnd())
          .startsWith("HTTP/1.1 200 OK\r\n")
          .endsWith("\r\n\r\ndone")
          .containsOnlyOnce("HTTP");
    }
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @EnumSource(value = Way.class, mode = EnumSource.Mode.EXCLUDE, names = NO_HALF_CLOSE)
  void halfClosedClientBetweenRowsGetsWellFormedChunks(Way way) throws Exception {
    var handler = new Handler();
    try (TestServer server = TestServer.on(way, handler);
        RawSocket client = server.connect()) {
      client.send(Busy.COMPUTING_BETWEEN_ROWS.request);
      client.readThrough("[1]\n\r\n");
      client.halfClose();

      assertThat(handler.gone.await(NEVER.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
      handler.finish.countDown();

      assertThat(client.readToEnd()).matches("0{1,8}4\r\n\\[2]\n\r\n0\r\n\r\n");
    }
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @EnumSource(value = Way.class, mode = EnumSource.Mode.EXCLUDE, names = NO_HALF_CLOSE)
  void halfClosedClientThatReadsSlowlyIsNotGone(Way way) throws Exception {
    var handler = new Handler();
    try (TestServer server = TestServer.on(way, handler);
        RawSocket client = server.connect()) {
      client.send(Busy.BLOCKED_ON_SEND.request).halfClose();

      assertThat(handler.gone.await(NEVER.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
      client.skip(20 << 20);
      handler.finish.countDown();

      // Probes may stand before the last chunk's size.
      assertThat(client.readToEnd()).containsPattern("\r\n0{1,9}\r\n\r\n\\z");
    }
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @CsvSource({
    "HTTP/1.0, 9000, false",
    "'HTTP/1.1\nSec-Fetch-Mode: cors', 9000, false",
    "HTTP/1.1, 3000, false",
    "HTTP/1.1, 9000, true",
    "HTTP/1.1, 19000, true"
  })
  void probesOfALongHoldBackAreAnInterimAnswerWhereThatIsAllowed(
      String head, int millis, boolean interim) throws Exception {
    HttpHandler held =
        exchange -> {
          Patience.pause(Duration.ofMillis(millis));
          exchange.body().transferTo(java.io.OutputStream.nullOutputStream());
          exchange.respond(200, Headers.none(), "done");
        };
    try (TestServer server = TestServer.on(Way.TCP_NATIVE, held);
        RawSocket client = server.connect()) {
      Thread sender =
          Thread.ofVirtual()
              .start(() ->
                  client
                      .send(
                          "POST / "
                              + head.replace("\n", "\r\n")
                              + "\r\nHost: x\r\nContent-Length: 30000000\r\n\r\n")
                      .send(new byte[30_000_000]));

      String answer = client.readThrough("\r\n\r\ndone");
      sender.join();
      String first = "HTTP/1\\.1 100 Continue\r\nX-Held-Back: \\.*\r\n\r\n";
      assertThat(answer)
          .matches(
              Pattern.compile((interim ? first : "") + "HTTP/1\\.1 200 OK\r\n.*", Pattern.DOTALL));
    }
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @EnumSource(Way.class)
  void uploadHeldBackForLongStillGetsItsAnswer(Way way) throws Exception {
    HttpHandler slowToRead =
        exchange -> {
          Patience.pause(NEVER);
          long bytes = exchange.body().transferTo(java.io.OutputStream.nullOutputStream());
          exchange.respond(200, Headers.none(), "got " + bytes);
        };
    try (TestServer server = TestServer.on(way, slowToRead);
        RawSocket client = server.connect()) {
      Thread sender =
          Thread.ofVirtual()
              .start(() ->
                  client
                      .send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 30000000\r\n\r\n")
                      .send(new byte[30_000_000]));

      assertThat(client.readThrough("got 30000000")).startsWith("HTTP/1.1 200 OK\r\n");
      sender.join();
    }
  }
}
