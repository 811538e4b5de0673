package ai.altertable.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.http.wire.Way;
import ai.altertable.testing.LeakCheck;
import ai.altertable.testing.RawSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bytes that no client would send: each connection ends, and the server stays well.
@ExtendWith(LeakCheck.class)
class GarbageTest {
  private static final int CONNECTIONS = 250;
  private static final List<String> REQUESTS =
      List.of(
          "GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n",
          "POST /q HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\n{\"statement\":\"sel\"}\n",
          "POST /u HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5;e\r\nabcde\r\n0\r\n\r\n",
          "PUT /e HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc");

  @ParameterizedTest
  @ValueSource(longs = {1, 20_260_101, 987_654_321})
  void garbageNeitherHangsNorLeaks(long seed) {
    Random random = new Random(seed);
    try (TestServer server =
        TestServer.on(
            Way.TCP_NATIVE,
            config ->
                config.withLimits(
                    TestServer.limits(Duration.ofMillis(500), Duration.ofMillis(500))),
            GarbageTest::echo)) {
      for (int i = 0; i < CONNECTIONS; i++) {
        byte[] garbage = garbage(random);
        try (RawSocket client = server.connect()) {
          deliver(client, garbage, random);
        } catch (AssertionError silent) {
          throw new AssertionError("seed " + seed + ", connection " + i, silent);
        }
      }
      try (RawSocket client = server.connect()) {
        assertThat(client.send(REQUESTS.getFirst()).readThrough("\r\n\r\n"))
            .startsWith("HTTP/1.1 200 OK");
      }
    }
  }

  private static void echo(HttpExchange exchange) throws IOException {
    byte[] body = exchange.body().readAllBytes();
    exchange.respond(200, Headers.none(), answer -> answer.write(body));
  }

  /// Whole or in parts; then the client ends its sending and reads, or just goes.
  private static void deliver(RawSocket client, byte[] garbage, Random random) {
    try {
      int cut = random.nextInt(garbage.length + 1);
      client.send(Arrays.copyOf(garbage, cut));
      client.send(Arrays.copyOfRange(garbage, cut, garbage.length));
      switch (random.nextInt(3)) {
        case 0 -> client.reset();
        case 1 -> client.halfClose().readToEnd();
        default -> client.close();
      }
    } catch (UncheckedIOException refused) {
      assertThat(refused).hasMessageMatching(".*(Broken pipe|reset).*");
    }
  }

  private static byte[] garbage(Random random) {
    if (random.nextInt(4) == 0) {
      byte[] noise = new byte[1 + random.nextInt(4000)];
      random.nextBytes(noise);
      return noise;
    }
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i <= random.nextInt(3); i++) {
      requests.append(REQUESTS.get(random.nextInt(REQUESTS.size())));
    }
    byte[] bytes = requests.toString().getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < random.nextInt(5); i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
  }
}
