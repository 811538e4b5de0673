package ai.altertable.launcher.admin;

import ai.altertable.http.HttpServer;
import ai.altertable.http.HttpServerConfig;
import ai.altertable.http.wire.HttpTransport;
import ai.altertable.launcher.datadir.SocketDirectory;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// Where a running server takes orders from its operator: a Unix socket in a directory that only
/// the server's own user (and root) can enter. Whoever can open it may change the data directory
/// anyway.
public final class AdminSocket implements AutoCloseable {
  private static final String NAME = "admin";
  private static final Duration DRAIN_DEADLINE = Duration.ofSeconds(2);

  private final HttpServer server;

  private AdminSocket(HttpServer server) {
    this.server = server;
  }

  /// @param transport is left running
  /// @param orders by the first segment of their paths
  public static AdminSocket open(
      HttpTransport transport, SocketDirectory directory, Map<String, Orders> orders) {
    HttpServerConfig config =
        HttpServerConfig.on(UnixDomainSocketAddress.of(in(directory)))
            .withDrainDeadline(DRAIN_DEADLINE);
    return new AdminSocket(HttpServer.start(transport, config, new OrderHandler(orders)));
  }

  static Path in(SocketDirectory directory) {
    return directory.socket(NAME);
  }

  @Override
  public void close() {
    server.close();
  }
}
