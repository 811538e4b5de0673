package ai.altertable.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpstreamConnectionsTest {
  private final HttpTransport transport = HttpTransport.start(1);
  private final EventLoop loop = transport.nextLoop();
  private final Path socket;
  private final ServerSocketChannel server;
  private final UpstreamAddress address;

  UpstreamConnectionsTest() throws IOException {
    socket = Files.createTempDirectory("upstream").resolve("server.sock");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    address = new UpstreamAddress.UnixSocket(socket);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    transport.close();
    Files.deleteIfExists(socket);
    Files.deleteIfExists(socket.getParent());
  }

  private UpstreamConnections connections(int idleMax, Duration idleTimeout) {
    return new UpstreamConnections(
        transport, Optional.empty(), HttpLimits.defaults(), idleMax, idleTimeout);
  }

  private Channel acquire(UpstreamConnections connections) throws Exception {
    return onLoop(() -> connections.acquire(loop, address)).get(10, TimeUnit.SECONDS);
  }

  private void release(UpstreamConnections connections, Channel channel) throws Exception {
    boolean done =
        onLoop(() -> {
          connections.release(channel, address);
          return true;
        });
    assertThat(done).isTrue();
  }

  private <T> T onLoop(Callable<T> task) throws Exception {
    return loop.submit(task).get(10, TimeUnit.SECONDS);
  }

  @Test
  void releasedConnectionIsBorrowedAgain() throws Exception {
    try (var connections = connections(2, Duration.ofSeconds(30))) {
      Channel first = acquire(connections);
      Channel second = acquire(connections);
      assertThat(second).isNotSameAs(first);

      release(connections, first);

      assertThat(acquire(connections)).isSameAs(first);
    }
  }

  @Test
  void connectionsBeyondTheLimitAreClosed() throws Exception {
    try (var connections = connections(1, Duration.ofSeconds(30))) {
      Channel first = acquire(connections);
      Channel second = acquire(connections);
      release(connections, first);
      release(connections, second);

      assertThat(second.closeFuture().await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(acquire(connections)).isSameAs(first);
    }
  }

  @Test
  void connectionClosedByItsServerIsNotLent() throws Exception {
    try (var connections = connections(2, Duration.ofSeconds(30))) {
      Channel first = acquire(connections);
      SocketChannel accepted = server.accept();
      release(connections, first);
      accepted.close();

      assertThat(first.closeFuture().await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(acquire(connections)).isNotSameAs(first);
    }
  }

  @Test
  void connectionOnWhichTheServerSpeaksUnaskedIsClosed() throws Exception {
    try (var connections = connections(2, Duration.ofSeconds(30))) {
      Channel first = acquire(connections);
      SocketChannel accepted = server.accept();
      release(connections, first);
      accepted.write(
          ByteBuffer.wrap("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));

      assertThat(first.closeFuture().await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void unusedConnectionIsClosedAfterItsTime() throws Exception {
    try (var connections = connections(2, Duration.ofMillis(50))) {
      Channel first = acquire(connections);
      release(connections, first);

      assertThat(first.closeFuture().await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void borrowedConnectionOutlivesTheTimeOfAnUnusedOne() throws Exception {
    try (var connections = connections(2, Duration.ofMillis(50))) {
      Channel first = acquire(connections);
      release(connections, first);
      Channel again = acquire(connections);

      assertThat(again.closeFuture().await(300, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  @Test
  void serverThatIsNotThereFailsTheAcquisition() throws Exception {
    server.close();
    try (var connections = connections(2, Duration.ofSeconds(30))) {
      assertThatThrownBy(() -> acquire(connections)).isInstanceOf(ExecutionException.class);
    }
  }
}
