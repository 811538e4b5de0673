package ai.altertable.http;

import ai.altertable.http.wire.HttpLimits;
import ai.altertable.http.wire.HttpTransport;
import ai.altertable.http.wire.Way;
import ai.altertable.testing.RawSocket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.function.UnaryOperator;

/// A server with event loops of its own, on one of the ways.
final class TestServer implements AutoCloseable {
  private final HttpTransport transport;
  private final HttpServer server;

  private TestServer(HttpTransport transport, HttpServer server) {
    this.transport = transport;
    this.server = server;
  }

  static TestServer on(Way way, HttpHandler handler) {
    return on(way, UnaryOperator.identity(), handler);
  }

  static TestServer on(Way way, UnaryOperator<HttpServerConfig> change, HttpHandler handler) {
    HttpTransport transport = way.transport();
    var config =
        change.apply(HttpServerConfig.on(way.address()).withDrainDeadline(Duration.ofMillis(100)));
    return new TestServer(transport, HttpServer.start(transport, config, handler));
  }

  static HttpLimits limits(Duration head, Duration idle) {
    return new HttpLimits(1024, 4096, 8, 4, head, idle);
  }

  SocketAddress address() {
    return server.address();
  }

  RawSocket connect() {
    return RawSocket.connect(server.address());
  }

  void stop() {
    server.close();
  }

  @Override
  public void close() {
    server.close();
    transport.close();
  }
}
