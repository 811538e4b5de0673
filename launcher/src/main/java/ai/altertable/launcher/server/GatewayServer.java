package ai.altertable.launcher.server;

import ai.altertable.foundation.fleet.Load;
import ai.altertable.foundation.fleet.Member.Kind;
import ai.altertable.foundation.fleet.MemberStatus;
import ai.altertable.foundation.fleet.Outbox;
import ai.altertable.foundation.fleet.PeerUris;
import ai.altertable.foundation.fleet.Report;
import ai.altertable.foundation.identity.GrantSigner;
import ai.altertable.foundation.lifecycle.Closer;
import ai.altertable.foundation.placement.WorkerAddress.Door;
import ai.altertable.gateway.Backend;
import ai.altertable.gateway.Gateway;
import ai.altertable.gateway.Oversight;
import ai.altertable.gateway.member.ControlPlaneLogins;
import ai.altertable.gateway.member.GatewayMember;
import ai.altertable.gateway.metric.GatewayMetrics;
import ai.altertable.http.tls.MemberClient;
import ai.altertable.http.tls.MemberTls;
import ai.altertable.http.wire.HttpTransport;
import ai.altertable.http.wire.UpstreamAddress;
import ai.altertable.launcher.Version;
import ai.altertable.launcher.member.Membership;
import ai.altertable.launcher.metric.MetricsPage;
import ai.altertable.launcher.metric.ServerMetrics;
import ai.altertable.link.LinkConfig;
import ai.altertable.link.client.LinkClient;
import ai.altertable.link.enrollment.EnrollmentToken;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// A gateway on its own: the control plane tells it which workers there are and checks logins, and
/// it passes requests to workers that run apart too. It goes on while the control plane is away.
public final class GatewayServer implements AutoCloseable {
  private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);

  /// What `altertable gateway` runs with.
  ///
  /// @param directory of this gateway alone
  /// @param token to enrol by, if it has not
  /// @param http where clients are listened to
  /// @param drain how long running requests may take when it is closed
  public record Config(
      Path directory, Optional<EnrollmentToken> token, ServerConfig.Http http, Duration drain) {}

  private final Closer closer;

  private GatewayServer(Closer closer) {
    this.closer = closer;
  }

  /// Returns when it listens. It is ready when the control plane has told it of workers.
  ///
  /// @throws ai.altertable.launcher.StartupFailure with what is wrong and what to do
  public static GatewayServer start(Config config, Console console) {
    return Closer.assemble(closer -> assemble(closer, config, console));
  }

  private static GatewayServer assemble(Closer closer, Config config, Console console) {
    SecureRandom random = new SecureRandom();
    Clock clock = Clock.systemUTC();
    console.print("Starting a gateway of Altertable " + Version.CURRENT + "\n");
    FrontDoor front = FrontDoor.prepare(closer, clock, config.http(), console);
    Membership membership =
        Membership.in(closer, config.directory(), "--gateway-dir", Kind.GATEWAY, config.token());
    GrantSigner signer = GrantSigner.generate(random);
    GatewayMember member = new GatewayMember();
    LinkClient link =
        closer.register(
            LinkClient.start(
                LinkConfig.defaults(),
                List.of(),
                membership.store(),
                () -> status(signer),
                member,
                new NothingToReport(),
                clock,
                random));
    membership.follow(link::identity);

    MemberTls tls = closer.register(new MemberTls(membership::credentials, HANDSHAKE_TIMEOUT));
    MemberClient controlPlane =
        closer.register(new MemberClient(tls, PeerUris.CONTROL_PLANE, CONNECT_WITHIN));
    HttpTransport transport =
        closer.register(HttpTransport.start(Runtime.getRuntime().availableProcessors()));
    PrometheusRegistry registry = new PrometheusRegistry();
    ServerMetrics.register(registry, config.directory());
    Gateway gateway =
        closer.register(
            front.open(
                transport,
                random,
                new Backend(
                    new ControlPlaneLogins(controlPlane, member::controlPlane),
                    signer,
                    member.placements(),
                    () -> member.controlPlane().map(GatewayServer::address),
                    Optional.of(tls)),
                new Oversight(
                    member::obstacle,
                    new GatewayMetrics(registry),
                    new MetricsPage(registry, List::of)),
                config.drain()));
    member.listen(new GatewayMember.Listener(gateway::recheckLogins, gateway::revoke));
    Welcome.ofGateway(console, config, membership.member().slug(), gateway.address());
    return new GatewayServer(closer);
  }

  private static UpstreamAddress address(Door.Tls door) {
    return new UpstreamAddress.Tls(door.host(), door.port(), PeerUris.CONTROL_PLANE);
  }

  private static MemberStatus status(GrantSigner signer) {
    return new MemberStatus(
        Version.CURRENT, Optional.empty(), Optional.of(signer.verificationKey()), false, Load.NONE);
  }

  /// A gateway runs no statements.
  private static final class NothingToReport implements Outbox {
    @Override
    public List<Report> peek(int max, Duration patience) throws InterruptedException {
      TimeUnit.NANOSECONDS.sleep(patience.toNanos());
      return List.of();
    }

    @Override
    public void stored(Collection<UUID> reports) {}
  }

  /// Stops listening, and lets running requests end in their time.
  @Override
  public void close() {
    closer.close();
  }
}
