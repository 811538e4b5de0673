package ai.altertable.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.http.wire.HttpTransport;
import ai.altertable.http.wire.Way;
import ai.altertable.testing.LeakCheck;
import ai.altertable.testing.Patience;
import ai.altertable.testing.RawSocket;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(LeakCheck.class)
class ShutdownTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

  @ParameterizedTest
  @EnumSource(Way.class)
  void closingServerEndsWhatRunsAndClosesWhatIsIdle(Way way) throws Exception {
    var started = new CountDownLatch(1);
    HttpHandler slow =
        exchange -> {
          started.countDown();
          Patience.pause(Duration.ofMillis(500));
          exchange.respond(200, Headers.none(), "done");
        };
    try (TestServer server =
            TestServer.on(way, c -> c.withDrainDeadline(Duration.ofSeconds(20)), slow);
        RawSocket busy = server.connect();
        RawSocket idle = server.connect()) {
      busy.send(GET);
      assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
      Thread stopping = Thread.ofVirtual().start(server::stop);

      assertThat(idle.readToEnd()).isEmpty();
      assertThat(busy.readToEnd()).contains("connection: close\r\n").endsWith("\r\n\r\ndone");
      busy.halfClose();
      assertThat(stopping.join(Duration.ofSeconds(10))).isTrue();
      assertThatThrownBy(server::connect).isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void drainDeadlineCutsWhatStillRuns() throws Exception {
    var started = new CountDownLatch(1);
    var gone = new CountDownLatch(1);
    HttpHandler stubborn =
        exchange -> {
          exchange.onGone(gone::countDown);
          started.countDown();
          Patience.await(gone);
        };
    try (TestServer server = TestServer.on(Way.TCP_NATIVE, stubborn);
        RawSocket client = server.connect()) {
      client.send(GET);
      assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();

      server.stop();

      assertThat(gone.getCount()).isZero();
    }
  }

  @Test
  void socketFileOfADeadServerIsReplacedAndRemovedAtTheEnd() throws Exception {
    try (HttpTransport transport = Way.UNIX_NATIVE.transport()) {
      var address = (UnixDomainSocketAddress) Way.UNIX_NATIVE.address();
      try (var abandoned = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        abandoned.bind(address);
      }
      assertThat(address.getPath()).exists();

      HttpServer server = HttpServer.start(transport, HttpServerConfig.on(address), _ -> {});
      assertThatThrownBy(() -> HttpServer.start(transport, HttpServerConfig.on(address), _ -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("another process listens");
      server.close();

      assertThat(address.getPath()).doesNotExist();
    }
  }

  @Test
  void fileThatIsNoSocketIsLeftAlone() throws Exception {
    var address = (UnixDomainSocketAddress) Way.UNIX_NATIVE.address();
    Files.writeString(address.getPath(), "precious");

    assertThatThrownBy(() -> HttpServer.start(HttpServerConfig.on(address), _ -> {}))
        .isInstanceOf(IllegalStateException.class);

    assertThat(address.getPath()).hasContent("precious");
  }

  @Test
  void portInUseIsSaidClearly() {
    try (TestServer server = TestServer.on(Way.TCP_NATIVE, _ -> {})) {
      assertThatThrownBy(() -> HttpServer.start(HttpServerConfig.on(server.address()), _ -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("cannot listen on")
          .hasMessageContaining("Address already in use");
    }
  }
}
