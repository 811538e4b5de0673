package ai.altertable.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.http.wire.Way;
import ai.altertable.testing.LeakCheck;
import ai.altertable.testing.Patience;
import ai.altertable.testing.RawSocket;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Two hundred megabytes in either direction, past a side that cannot keep up.
@ExtendWith(LeakCheck.class)
class BulkTest {
  private static final long BYTES = 200_000_000;
  private static final int SLICE = 10_000_000;

  /// What one connection may hold in buffers at any time, however large the body.
  private static final long MEMORY_MAX = 3 << 20;

  private final AtomicLong memoryMax = new AtomicLong();

  private static long memory() {
    return PooledByteBufAllocator.DEFAULT.pinnedDirectMemory();
  }

  private void look() {
    memoryMax.accumulateAndGet(memory(), Math::max);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void largeAnswerToASlowClientTakesLittleMemory(Way way) throws Exception {
    HttpHandler large =
        exchange ->
            exchange.respond(
                200, Headers.of("content-length", String.valueOf(BYTES)), this::writeAll);
    try (TestServer server = TestServer.on(way, large);
        RawSocket client = server.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").readThrough("\r\n\r\n");
      for (int i = 0; i < BYTES / SLICE; i++) {
        client.skip(SLICE);
        Thread.sleep(20);
      }
    }
    assertThat(memoryMax.get()).isPositive().isLessThan(MEMORY_MAX);
  }

  private void writeAll(ResponseBody body) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(SLICE / 100);
    for (long left = BYTES; left > 0; left -= block.capacity()) {
      body.write(block.rewind());
      look();
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void largeUploadToASlowHandlerTakesLittleMemory(Way way) {
    HttpHandler slow =
        exchange -> exchange.respond(200, Headers.none(), "got " + readAll(exchange.body()) + "!");
    try (TestServer server = TestServer.on(way, slow);
        RawSocket client = server.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + BYTES + "\r\n\r\n");
      byte[] slice = new byte[SLICE];
      for (int i = 0; i < BYTES / SLICE; i++) {
        client.send(slice);
      }

      assertThat(client.readThrough("!")).endsWith("got " + BYTES + "!");
    }
    assertThat(memoryMax.get()).isPositive().isLessThan(MEMORY_MAX);
  }

  private long readAll(InputStream body) throws IOException {
    byte[] buffer = new byte[100_000];
    long total = 0;
    long slices = 0;
    for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
      total += count;
      look();
      if (total / SLICE > slices) {
        slices = total / SLICE;
        Patience.pause(Duration.ofMillis(20));
      }
    }
    return total;
  }
}
