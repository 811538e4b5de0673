package ai.altertable.launcher.server;

import ai.altertable.http.HttpHandler;
import ai.altertable.http.HttpServer;
import ai.altertable.http.HttpServerConfig;
import ai.altertable.http.wire.UpstreamAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/// The control plane's own HTTP server, which the gateway of the same process passes requests on
/// to: the management API, and history.
final class ControlPlaneDoor implements AutoCloseable {
  private final Path socket;
  private final HttpServer server;

  private ControlPlaneDoor(Path socket, HttpServer server) {
    this.socket = socket;
    this.server = server;
  }

  static ControlPlaneDoor open(Path socket, HttpHandler handler) {
    return new ControlPlaneDoor(
        socket, HttpServer.start(HttpServerConfig.on(UnixDomainSocketAddress.of(socket)), handler));
  }

  UpstreamAddress address() {
    return new UpstreamAddress.UnixSocket(socket);
  }

  @Override
  public void close() {
    server.close();
  }
}
