package ai.altertable.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.http.Headers;
import ai.altertable.http.HttpExchange;
import ai.altertable.testing.LeakCheck;
import ai.altertable.testing.Patience;
import ai.altertable.testing.RawSocket;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies much larger than what gateway and worker may hold of them. Both run in this process, so
/// the figures are for the two together.
@ExtendWith(LeakCheck.class)
class BulkTest {
  private static final long BYTES = 200L << 20;

  /// Four sockets' buffers: write marks of half a mebibyte, one read of a quarter, and some slack.
  private static final long HELD_MAX = 4L << 20;

  private final TestGateway gateway = TestGateway.before(BulkTest::handle);
  private final RawSocket client = gateway.connect();

  @AfterEach
  void close() {
    client.close();
    gateway.close();
  }

  private static void handle(HttpExchange exchange) throws IOException {
    if (exchange.target().rawPath().equals("/query")) {
      Headers headers =
          exchange
              .target()
              .parameter("length")
              .map(length -> Headers.of("content-length", length))
              .orElse(Headers.none());
      exchange.respond(
          200,
          headers,
          body -> {
            ByteBuffer block = ByteBuffer.allocate(64 << 10);
            for (long sent = 0; sent < BYTES; sent += block.capacity()) {
              body.write(block.rewind());
            }
          });
    } else {
      exchange.respond(200, Headers.none(), "got " + readSlowly(exchange.body()));
    }
  }

  /// Lets the sender wait at every twenty megabytes.
  private static long readSlowly(InputStream body) throws IOException {
    byte[] buffer = new byte[64 << 10];
    long total = 0;
    for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
      if (total / 20_000_000 != (total + count) / 20_000_000) {
        Patience.pause(Duration.ofMillis(100));
      }
      total += count;
    }
    return total;
  }

  private static long held() {
    return PooledByteBufAllocator.DEFAULT.pinnedDirectMemory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/query", "/query?length=209715200"})
  void slowReaderGetsEverythingAndLittleIsHeldForIt(String target) {
    long before = held();
    client.send("POST " + target + " HTTP/1.1\r\nHost: x\r\n" + TestGateway.LOGIN + "\r\n");
    client.readThrough("\r\n\r\n");
    long most = 0;
    for (long read = 0; read < BYTES; read += BYTES / 10) {
      Patience.pause(Duration.ofMillis(100));
      most = Math.max(most, held());
      client.skip(BYTES / 10);
    }

    assertThat(most - before).isLessThan(HELD_MAX);
  }

  @Test
  void clientThatNeverReadsHoldsLittle() throws InterruptedException {
    long before = held();
    client.send("POST /query HTTP/1.1\r\nHost: x\r\n" + TestGateway.LOGIN + "\r\n");
    Thread.sleep(1500);

    assertThat(held() - before).isLessThan(HELD_MAX);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 209715200", "Transfer-Encoding: chunked"})
  void slowWorkerGetsEverythingAndLittleIsHeldForIt(String framing) {
    long before = held();
    client.send("POST /upload HTTP/1.1\r\nHost: x\r\n" + TestGateway.LOGIN + framing + "\r\n\r\n");
    boolean chunked = framing.endsWith("chunked");
    ByteBuffer megabyte = ByteBuffer.allocateDirect(1 << 20);
    long most = 0;
    for (int i = 0; i < BYTES >> 20; i++) {
      client.send(chunked ? "100000\r\n" : "").send(megabyte.rewind());
      client.send(chunked ? "\r\n" : "");
      most = Math.max(most, held());
    }
    client.send(chunked ? "0\r\n\r\n" : "");

    assertThat(client.readAnswer()).endsWith("got " + BYTES);

    assertThat(most - before).isLessThan(HELD_MAX);
  }
}
