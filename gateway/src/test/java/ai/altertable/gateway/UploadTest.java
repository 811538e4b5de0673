package ai.altertable.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.http.Headers;
import ai.altertable.http.HttpExchange;
import ai.altertable.testing.LeakCheck;
import ai.altertable.testing.RawSocket;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies: those that wait to be asked for, and those whose answer comes before their end.
@ExtendWith(LeakCheck.class)
class UploadTest {
  private static final String HEALTH = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final int LARGE = 60_000_000;

  private final TestGateway gateway = TestGateway.before(UploadTest::upload);
  private final RawSocket client = gateway.connect();

  @AfterEach
  void close() {
    client.close();
    gateway.close();
  }

  private static void upload(HttpExchange exchange) throws IOException {
    switch (exchange.target().parameter("do").orElse("")) {
      case "refuse" -> exchange.respond(413, Headers.none(), "too large");
      case "refuse-half-way" -> {
        exchange.body().readNBytes(1_000_000);
        exchange.respond(400, Headers.none(), "line 7 is malformed");
      }
      default -> {
        long bytes = exchange.body().transferTo(OutputStream.nullOutputStream());
        exchange.respond(200, Headers.none(), "got " + bytes);
      }
    }
  }

  private static String head(String target, String headers) {
    return "POST " + target + " HTTP/1.1\r\nHost: x\r\n" + TestGateway.LOGIN + headers + "\r\n";
  }

  @Test
  void bodyIsSentWhenTheWorkerAsksForIt() {
    client.send(head("/upload", "Expect: 100-continue\r\nContent-Length: 2000000\r\n"));

    assertThat(client.readThrough("\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
    client.send(ByteBuffer.allocate(2_000_000));

    assertThat(client.readAnswer()).startsWith("HTTP/1.1 200 ").endsWith("got 2000000");
    assertThat(client.send(HEALTH).readAnswer()).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void chunkedBodyIsSentWhenTheWorkerAsksForIt() {
    client.send(head("/upload", "Expect: 100-Continue\r\nTransfer-Encoding: chunked\r\n"));

    assertThat(client.readThrough("\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
    client.send("5\r\nhello\r\n0\r\n\r\n");

    assertThat(client.readAnswer()).endsWith("got 5");
  }

  @Test
  void bodyThatDoesNotWaitIsTakenAllTheSame() {
    client.send(head("/upload", "Expect: 100-continue\r\nContent-Length: 5\r\n") + "hello");

    assertThat(client.readAnswer()).startsWith("HTTP/1.1 200 ").endsWith("got 5");
  }

  @Test
  void refusedBodyIsNeverAskedFor() {
    client.send(head("/upload?do=refuse", "Expect: 100-continue\r\nContent-Length: 2000000\r\n"));

    assertThat(client.readToEnd())
        .startsWith("HTTP/1.1 413 ")
        .contains("connection: close\r\n")
        .endsWith("\r\n\r\ntoo large");
  }

  @Test
  void unauthenticatedBodyIsNeverAskedFor() {
    client.send(
        head("/upload", "Expect: 100-continue\r\nContent-Length: 2000000\r\n")
            .replace(TestGateway.LOGIN, ""));

    assertThat(client.readToEnd())
        .startsWith("HTTP/1.1 401 ")
        .contains("connection: close\r\n")
        .doesNotContain("100");
  }

  @Test
  void oldClientIsNotToldToGoOn() {
    client.send(
        head("/upload", "Expect: 100-continue\r\nContent-Length: 5\r\n")
                .replaceFirst("HTTP/1.1", "HTTP/1.0")
            + "hello");

    assertThat(client.readToEnd()).doesNotContain("100 Continue").endsWith("got 5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"refuse", "refuse-half-way"})
  void clientThatIsStillSendingGetsTheEarlyAnswer(String what) throws InterruptedException {
    client.send(head("/upload?do=" + what, "Content-Length: " + LARGE + "\r\n"));
    Thread sender =
        Thread.ofVirtual()
            .start(() -> {
              try {
                client.send(ByteBuffer.allocate(LARGE));
              } catch (UncheckedIOException closed) {
                // as it should be: nobody takes the rest
              }
            });

    String answer = client.readAnswer();

    assertThat(answer)
        .matches("(?s)HTTP/1.1 4(13|00) .*")
        .contains("connection: close\r\n")
        .matches("(?s).*(too large|line 7 is malformed)");
    client.close();
    sender.join();
  }

  @Test
  void smallRestOfARefusedBodyIsReadAwayAndTheConnectionKept() {
    client.send(
        head("/upload", "Content-Length: 60000\r\n").replace(TestGateway.LOGIN, "")
            + "x".repeat(1000));
    assertThat(client.readAnswer()).startsWith("HTTP/1.1 401 ").doesNotContain("connection: close");

    client.send("x".repeat(59_000) + HEALTH);

    assertThat(client.readAnswer()).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void largeRestOfARefusedBodyEndsTheConnection() {
    client.send(
        head("/upload", "Content-Length: 70000\r\n").replace(TestGateway.LOGIN, "")
            + "x".repeat(1000));

    assertThat(client.readToEnd()).startsWith("HTTP/1.1 401 ").contains("connection: close\r\n");
  }
}
