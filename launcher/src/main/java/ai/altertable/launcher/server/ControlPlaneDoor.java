package ai.altertable.launcher.server;

import ai.altertable.controlplane.ControlPlane;
import ai.altertable.controlplane.fleet.Fleet;
import ai.altertable.controlplane.management.EnrollmentTokens;
import ai.altertable.controlplane.management.FleetWorkers;
import ai.altertable.controlplane.management.ManagementApi;
import ai.altertable.foundation.identity.GrantVerifier;
import ai.altertable.http.HttpHandler;
import ai.altertable.http.HttpServer;
import ai.altertable.http.HttpServerConfig;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/// The control plane's own HTTP server, which gateways pass requests on to: the management API, and
/// history.
final class ControlPlaneDoor implements AutoCloseable {
  private static final Optional<String> QUERY = Optional.of("query");

  private final Path socket;
  private final HttpServer server;

  private ControlPlaneDoor(Path socket, HttpServer server) {
    this.socket = socket;
    this.server = server;
  }

  /// @param grants opens those for [HistoryResource#SLUG]
  static ControlPlaneDoor open(
      InstantSource clock,
      Path socket,
      ControlPlane controlPlane,
      Fleet fleet,
      EnrollmentTokens tokens,
      GrantVerifier grants) {
    HttpHandler management =
        ManagementApi.of(
            clock, controlPlane.management(), new FleetWorkers(fleet.members()), tokens);
    HttpHandler history = controlPlane.history(clock, grants::open);
    HttpHandler all =
        exchange -> {
          boolean isQuery = exchange.target().segments().stream().findFirst().equals(QUERY);
          (isQuery ? history : management).handle(exchange);
        };
    return new ControlPlaneDoor(
        socket, HttpServer.start(HttpServerConfig.on(UnixDomainSocketAddress.of(socket)), all));
  }

  Path socket() {
    return socket;
  }

  @Override
  public void close() {
    server.close();
  }
}
