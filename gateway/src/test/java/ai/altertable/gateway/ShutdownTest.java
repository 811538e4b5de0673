package ai.altertable.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.identity.Grant;
import ai.altertable.http.Headers;
import ai.altertable.testing.LeakCheck;
import ai.altertable.testing.RawSocket;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class ShutdownTest {
  private static final String HEALTH = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n";

  private final TestGateway gateway =
      TestGateway.alone(config -> config.withDrainDeadline(Duration.ofMillis(1500)));
  private final RawWorker worker = gateway.startRawWorker();

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void idleConnectionsAreClosedAtOnceAndNewOnesRefused() {
    try (RawSocket idle = gateway.connect()) {
      idle.send(HEALTH).readAnswer();
      long begun = System.nanoTime();

      gateway.stop();

      assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.MILLISECONDS.toNanos(1000));
      assertThat(idle.readToEnd()).isEmpty();
      assertThatThrownBy(gateway::connect).isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void runningRequestEndsAndItsConnectionCloses() throws Exception {
    try (RawSocket client = gateway.connect()) {
      client.send(TestGateway.query("1"));
      RawSocket upstream = worker.accept();
      upstream.readThrough("\r\n\r\n1");
      Thread stopping = Thread.ofVirtual().start(gateway::stop);
      Thread.sleep(200);
      upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

      assertThat(client.readToEnd()).contains("connection: close\r\n").endsWith("\r\n\r\nok");
      stopping.join();
      assertThat(upstream.readToEnd()).isEmpty();
    }
  }

  @Test
  void answerThatHadBegunEndsAndItsConnectionCloses() throws Exception {
    try (RawSocket client = gateway.connect()) {
      client.send(TestGateway.query("1"));
      RawSocket upstream = worker.accept();
      upstream.readThrough("\r\n\r\n1");
      upstream.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n");
      client.readThrough("ab\r\n");
      Thread stopping = Thread.ofVirtual().start(gateway::stop);
      Thread.sleep(200);
      upstream.send("0\r\n\r\n");

      assertThat(client.readToEnd()).isEqualTo("0\r\n\r\n");
      stopping.join();
    }
  }

  @Test
  void requestThatOutlivesTheDeadlineIsToldSo() throws Exception {
    try (RawSocket waiting = gateway.connect();
        RawSocket reading = gateway.connect();
        RawSocket broken = gateway.connect()) {
      begin(waiting, "");
      begin(reading, TestGateway.LINES + "4\r\n[1]\n\r\n");
      begin(broken, TestGateway.LINES + "3\r\n[1]\r\n");
      reading.readThrough("[1]\n");
      broken.readThrough("[1]");

      gateway.stop();

      assertThat(waiting.readToEnd())
          .startsWith("HTTP/1.1 503 ")
          .contains("\"code\":\"SHUTTING_DOWN\"", "may or may not", "connection: close\r\n")
          .doesNotContain("retry-after");
      assertThat(reading.readToEnd())
          .contains("\"code\":\"SHUTTING_DOWN\",\"sqlstate\":\"57P01\"")
          .endsWith("}\n\r\n0\r\n\r\n");
      assertThat(broken.readToEnd()).endsWith("[reset]");
    }
  }

  private void begin(RawSocket client, String answer) throws InterruptedException {
    client.send(TestGateway.query("1"));
    RawSocket upstream = worker.accept();
    upstream.readThrough("\r\n\r\n1");
    upstream.send(answer);
  }

  @Test
  void unixSocketIsListenedAtAndRemoved(@TempDir Path folder) {
    Path path = folder.resolve("gateway.sock");
    var config = GatewayConfig.on(UnixDomainSocketAddress.of(path));
    try (TestGateway other = TestGateway.alone(_ -> config)) {
      other.startWorker(exchange -> {
        Grant grant = other.grant(exchange.headers().first(Grant.HEADER).orElseThrow());
        exchange.respond(200, Headers.none(), grant.clientAddress());
      });
      try (RawSocket client = other.connect()) {
        assertThat(client.send(TestGateway.query("1")).readAnswer()).endsWith("\r\n\r\nlocal");
      }
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void addressInUseIsToldAtOnce() {
    assertThatThrownBy(
            () -> {
              var config = GatewayConfig.on(gateway.address());
              TestGateway.alone(_ -> config).close();
            })
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot listen on");
  }
}
