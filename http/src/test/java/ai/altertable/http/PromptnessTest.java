package ai.altertable.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.http.wire.Way;
import ai.altertable.testing.LeakCheck;
import ai.altertable.testing.Patience;
import ai.altertable.testing.RawSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// When bytes leave.
@ExtendWith(LeakCheck.class)
class PromptnessTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

  @ParameterizedTest
  @EnumSource(Way.class)
  void smallAnswerLeavesInOneWrite(Way way) {
    HttpHandler inManyParts =
        exchange ->
            exchange.respond(
                200,
                Headers.of("content-type", "application/x-ndjson"),
                body -> {
                  for (int i = 0; i < 10; i++) {
                    body.write(("[" + i + "]\n").getBytes(StandardCharsets.US_ASCII));
                  }
                });
    try (TestServer server = TestServer.on(way, inManyParts);
        RawSocket client = server.connect()) {
      int whole = 0;
      for (int i = 0; i < 50; i++) {
        String answer = client.send(GET).readOnce();
        assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").containsOnlyOnce("HTTP/1.1");
        whole += answer.contains("content-length: 40\r\n") && answer.endsWith("[9]\n") ? 1 : 0;
        if (!answer.endsWith("[9]\n")) {
          client.readThrough("[9]\n");
        }
      }

      // One that the machine held up for ten milliseconds may go out in parts.
      assertThat(whole).isGreaterThanOrEqualTo(45);
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void firstRowsOfASlowProducerDoNotWaitForItsEnd(Way way) throws Exception {
    var mayEnd = new CountDownLatch(1);
    HttpHandler slow =
        exchange ->
            exchange.respond(
                200,
                Headers.none(),
                body -> {
                  body.write("[1]\n".getBytes(StandardCharsets.US_ASCII));
                  Patience.await(mayEnd);
                  body.write("[2]\n".getBytes(StandardCharsets.US_ASCII));
                });
    try (TestServer server = TestServer.on(way, slow);
        RawSocket client = server.connect()) {
      client.send(GET);

      assertThat(client.readThrough("[1]\n")).contains("transfer-encoding: chunked\r\n");
      mayEnd.countDown();

      assertThat(client.readThrough("0\r\n\r\n")).isEqualTo("\r\n4\r\n[2]\n\r\n0\r\n\r\n");
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void bytesWrittenWhileOthersAreFlushedByTimeKeepTheirOrder(Way way) {
    HttpHandler slow =
        exchange ->
            exchange.respond(
                200,
                Headers.none(),
                body -> {
                  for (int i = 0; i < 2000; i++) {
                    body.write(
                        ("%06d;".formatted(i) + "x".repeat(i % 500))
                            .getBytes(StandardCharsets.US_ASCII));
                    pause(i);
                  }
                });
    try (TestServer server = TestServer.on(way, slow);
        RawSocket client = server.connect()) {
      client.send(GET);

      String body = unchunked(client.readThrough("\r\n0\r\n\r\n"));
      int position = 0;
      for (int i = 0; i < 2000; i++) {
        assertThat(body.substring(position, position + 7)).isEqualTo("%06d;".formatted(i));
        position += 7 + i % 500;
      }
      assertThat(body).hasSize(position);
    }
  }

  private static String unchunked(String answer) {
    StringBuilder body = new StringBuilder();
    int position = answer.indexOf("\r\n\r\n") + 4;
    while (true) {
      int end = answer.indexOf("\r\n", position);
      int size = Integer.parseInt(answer.substring(position, end), 16);
      if (size == 0) {
        return body.toString();
      }
      body.append(answer, end + 2, end + 2 + size);
      position = end + 2 + size + 2;
    }
  }

  private static void pause(int i) throws IOException {
    if (i % 100 == 0) {
      try {
        Thread.sleep(12);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
