package ai.altertable.launcher.server;

import ai.altertable.controlplane.fleet.member.MemberState;
import ai.altertable.controlplane.fleet.member.Members;
import ai.altertable.foundation.fleet.Member;
import ai.altertable.foundation.fleet.PeerUris;
import ai.altertable.http.HttpHandler;
import ai.altertable.http.HttpServer;
import ai.altertable.http.HttpServerConfig;
import ai.altertable.http.tls.MemberTls;
import ai.altertable.launcher.StartupFailure;
import java.net.InetSocketAddress;
import java.util.Optional;

/// Where gateways that run apart ask the control plane: HTTP over TLS, for members only. The
/// connections of a gateway that is revoked are cut.
final class GatewayDoor implements AutoCloseable {
  private final HttpServer server;

  private GatewayDoor(HttpServer server) {
    this.server = server;
  }

  /// @throws StartupFailure when it cannot listen
  static GatewayDoor open(
      ServerConfig.Registration config, MemberTls tls, Members members, HttpHandler handler) {
    MemberTls.Door door = tls.door("a gateway", uri -> isGateway(members, uri));
    InetSocketAddress address = new InetSocketAddress(config.address(), config.gateways().number());
    try {
      HttpServer server =
          HttpServer.start(HttpServerConfig.on(address), Optional.of(door), handler);
      members.onChange(door::expectAnew);
      return new GatewayDoor(server);
    } catch (IllegalStateException failure) {
      throw new StartupFailure(
          "Nothing can listen on port %d, where gateways ask the control plane: %s."
              .formatted(address.getPort(), failure.getMessage()),
          "End the program that listens there, or choose another port with"
              + " --control-plane-port.",
          failure);
    }
  }

  private static boolean isGateway(Members members, String uri) {
    return PeerUris.id(Member.Kind.GATEWAY, uri)
        .flatMap(id ->
            members.list().stream()
                .filter(one -> one.enrolled().member().id().equals(id))
                .findFirst())
        .filter(one -> one.enrolled().member().kind() == Member.Kind.GATEWAY)
        .filter(one -> !(one.state() instanceof MemberState.Revoked))
        .isPresent();
  }

  int port() {
    return ((InetSocketAddress) server.address()).getPort();
  }

  @Override
  public void close() {
    server.close();
  }
}
