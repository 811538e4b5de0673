package ai.altertable.launcher.server;

import ai.altertable.controlplane.ControlPlane;
import ai.altertable.controlplane.fleet.Fleet;
import ai.altertable.controlplane.fleet.authority.KeySeal;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.foundation.placement.WorkerAddress.Door;
import ai.altertable.http.tls.MemberCredentials;
import ai.altertable.launcher.StartupFailure;
import ai.altertable.link.LinkConfig;
import ai.altertable.link.certificate.Authority;
import ai.altertable.link.certificate.ServerIdentity;
import ai.altertable.link.enrollment.EnrollmentToken;
import ai.altertable.link.server.LinkServer;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/// Where processes become members and keep their links.
final class Registration implements AutoCloseable {
  private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";

  private final Authority authority;
  private final LinkServer server;
  private final String advertised;

  private Registration(Authority authority, LinkServer server, String advertised) {
    this.authority = authority;
    this.server = server;
    this.advertised = advertised;
  }

  /// Listens until it is closed.
  ///
  /// @param seal under which the authority's key is kept
  /// @throws StartupFailure when it cannot listen
  static Registration open(
      ServerConfig.Registration config,
      ControlPlane controlPlane,
      Fleet fleet,
      KeySeal seal,
      Clock clock,
      SecureRandom random) {
    Authority authority = authority(controlPlane, seal, clock, random);
    InetSocketAddress address =
        new InetSocketAddress(config.address(), config.registration().number());
    try {
      LinkServer server =
          LinkServer.start(
              LinkConfig.defaults(),
              address,
              authority,
              fleet.registrar(),
              fleet.links(),
              clock,
              random);
      int port = server.address().getPort();
      String advertised =
          config.registration().advertised().orElseGet(() -> text(config.address(), port));
      return new Registration(authority, server, advertised);
    } catch (UncheckedIOException failure) {
      throw new StartupFailure(
          "Nothing can listen on port %d, where workers register: %s."
              .formatted(config.registration().number(), failure.getMessage()),
          "End the program that listens there, or choose another port with --registration-port.",
          failure);
    }
  }

  private static Authority authority(
      ControlPlane controlPlane, KeySeal seal, Clock clock, SecureRandom random) {
    var kept = controlPlane.authority(seal, () -> kept(Authority.create(clock, random)));
    return Authority.ofPem(new Secret(kept.privateKey().value() + kept.certificate()));
  }

  private static ai.altertable.controlplane.fleet.authority.Authority kept(Authority made) {
    String pem = made.pem().value();
    int certificate = pem.indexOf(CERTIFICATE);
    return new ai.altertable.controlplane.fleet.authority.Authority(
        pem.substring(certificate), new Secret(pem.substring(0, certificate)));
  }

  /// How this machine finds what it listens on.
  private static String text(InetAddress listening, int port) {
    return new Door.Tls(reachable(listening).getHostAddress(), port).text();
  }

  private static InetAddress reachable(InetAddress listening) {
    return listening.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : listening;
  }

  /// By which this process shows workers that it is of the control plane.
  MemberCredentials credentials(Clock clock, SecureRandom random) {
    ServerIdentity own = authority.server(clock, random);
    return new MemberCredentials(own.key(), List.of(own.certificate()), own.authority());
  }

  /// Where gateways elsewhere find another port of this machine.
  Door.Tls door(ServerConfig.Port config, int port) {
    return config
        .advertised()
        .map(Door.Tls::parse)
        .orElseGet(() -> new Door.Tls(Door.Tls.parse(advertised).host(), port));
  }

  /// Where processes elsewhere find it, `host:port`.
  String advertised() {
    return advertised;
  }

  int port() {
    return server.address().getPort();
  }

  /// What a process elsewhere is given to enrol.
  Secret token(Secret secret) {
    return new EnrollmentToken(advertised, authority.fingerprint(), secret).text();
  }

  /// What a process on this machine is given to enrol.
  Secret localToken(Secret secret) {
    String address = text(server.address().getAddress(), port());
    return new EnrollmentToken(address, authority.fingerprint(), secret).text();
  }

  @Override
  public void close() {
    server.close();
  }
}
