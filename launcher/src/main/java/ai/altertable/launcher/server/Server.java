package ai.altertable.launcher.server;

import ai.altertable.controlplane.ControlPlane;
import ai.altertable.controlplane.bootstrap.BootstrapFlags;
import ai.altertable.controlplane.bootstrap.Bootstrapped;
import ai.altertable.controlplane.catalog.LocalObjects;
import ai.altertable.controlplane.fleet.Fleet;
import ai.altertable.controlplane.fleet.FleetConfig;
import ai.altertable.controlplane.fleet.authority.KeySeal;
import ai.altertable.controlplane.history.HistoryResource;
import ai.altertable.controlplane.management.FleetTokens;
import ai.altertable.engine.EngineLibrary;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.GrantKeys;
import ai.altertable.foundation.identity.GrantSigner;
import ai.altertable.foundation.identity.GrantVerifier;
import ai.altertable.foundation.lifecycle.Closer;
import ai.altertable.foundation.placement.Placement;
import ai.altertable.foundation.placement.Placements;
import ai.altertable.gateway.Backend;
import ai.altertable.gateway.Gateway;
import ai.altertable.gateway.GatewayConfig;
import ai.altertable.gateway.Oversight;
import ai.altertable.gateway.metric.GatewayMetrics;
import ai.altertable.http.tls.MemberCredentials;
import ai.altertable.http.tls.MemberTls;
import ai.altertable.http.tls.ServerTls;
import ai.altertable.http.tls.TlsFiles;
import ai.altertable.http.tls.TlsProblem;
import ai.altertable.http.wire.HttpTransport;
import ai.altertable.http.wire.UpstreamAddress;
import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.Version;
import ai.altertable.launcher.account.AccountOrders;
import ai.altertable.launcher.account.StoredAccounts;
import ai.altertable.launcher.admin.AdminSocket;
import ai.altertable.launcher.datadir.DataDirectory;
import ai.altertable.launcher.log.Logging;
import ai.altertable.launcher.management.DatabaseOrders;
import ai.altertable.launcher.management.EnrollmentTokenOrders;
import ai.altertable.launcher.metric.MetricsPage;
import ai.altertable.launcher.metric.ServerMetrics;
import ai.altertable.launcher.operation.DrainOrders;
import ai.altertable.launcher.operation.DrainedWorker;
import ai.altertable.launcher.operation.Shutdown;
import ai.altertable.launcher.operation.WorkOrders;
import ai.altertable.launcher.process.EndSignals;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server process, all in one: control plane and gateway, over embedded PostgreSQL and a hosted
/// worker that it starts and supervises. Closing it ends all of them, in reverse order: the gateway
/// takes nothing more and lets what runs end, then the worker ends, then PostgreSQL.
public final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  /// For answers on their way: what runs has had its time before.
  private static final Duration GATEWAY_DRAIN = Duration.ofSeconds(2);

  private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

  private final Closer closer;
  private final Shutdown shutdown;
  private final CountDownLatch end = new CountDownLatch(1);

  private Server(Closer closer, Shutdown shutdown) {
    this.closer = closer;
    this.shutdown = shutdown;
  }

  /// Returns when requests are taken. Prints its progress, and in the end how to get in.
  ///
  /// @throws ai.altertable.launcher.StartupFailure with what is wrong and what to do
  public static Server start(ServerConfig config, Console console) {
    return Closer.assemble(closer -> assemble(closer, config, console));
  }

  private static Server assemble(Closer closer, ServerConfig config, Console console) {
    SecureRandom random = new SecureRandom();
    Clock clock = Clock.systemUTC();
    BootstrapFlags flags = Flags.of(config);
    flags.check();
    console.print("Starting Altertable " + Version.CURRENT + "\n");
    DataDirectory data =
        closer.register(DataDirectory.open(config.data(), Version.CURRENT, clock, random));
    Logging.toFile(data.logs().resolve("server.log"), "server", config.log());
    Optional<ServerTls> tls = config.http().tls().map(files -> openTls(closer, clock, files));
    warnOfExposure(config.http(), console);
    HttpPort.requireFree(config.http());
    Path extensions =
        Extensions.provide(Extensions.NEEDED, config.runtime(), config.extensions(), console);

    LocalControlPlane local =
        LocalControlPlane.start(
            closer,
            data,
            config.postgres(),
            config.runtime(),
            config.log().format(),
            clock,
            random,
            console);
    ControlPlane controlPlane = local.controlPlane();
    Bootstrapped bootstrapped = controlPlane.bootstrap().apply(flags, !data.ready());

    GrantSigner signer = GrantSigner.generate(random);
    var key = new GrantKeys.Key(GrantKeys.Owner.CONTROL_PLANE, signer.verificationKey());
    Fleet fleet = controlPlane.startFleet(clock, random, FleetConfig.defaults(), List.of(key));
    KeySeal seal = KeySeal.derivedFrom(data.masterKey().derive("sealed secrets"), random);
    Registration registration =
        closer.register(
            Registration.open(config.registration(), controlPlane, fleet, seal, clock, random));
    Environments environments =
        new Environments(controlPlane.tenants(), bootstrapped.environment());
    EngineLibrary.provide(config.runtime());
    HostedWorkers workers =
        closer.register(
            new HostedWorkers(
                clock,
                config,
                data,
                extensions,
                local.supervisor(),
                signer,
                new HostedTokens(fleet.tokens(), registration),
                Set.of(registration.port(), controlPlane.metadataServer().port()),
                controlPlane.metadataServer().tls().rootCertificate().map(Path::of)));
    if (config.sample()) {
      controlPlane.databases().createDatabase(bootstrapped.environment(), SampleDatabase.NAME);
    }
    console.step("Starting a worker");
    Placements placements = fleet.host(environments::all, workers, workers::address);
    FirstWorker.await(placements, bootstrapped.environment(), data.logs());

    FleetTokens tokens = new FleetTokens(fleet.tokens(), environments::all, registration::token);
    ControlPlaneDoor door =
        closer.register(
            ControlPlaneDoor.open(
                clock,
                data.sockets().ownSocket("control-plane", "http"),
                controlPlane,
                fleet,
                tokens,
                new GrantVerifier(GrantKeys.of(key), HistoryResource.SLUG, _ -> true)));
    PrometheusRegistry registry = new PrometheusRegistry();
    ServerMetrics.register(registry, data.path());
    local
        .postgres()
        .ifPresent(
            postgres -> ServerMetrics.showPostgres(registry, postgres::state, postgres::restarts));
    ServerMetrics.showWorkers(registry, workers::restarts);
    Oversight oversight =
        new Oversight(
            () -> obstacle(placements, bootstrapped.environment(), workers.drains()),
            new GatewayMetrics(registry),
            new MetricsPage(registry, workers::links));
    // After the workers, so before them when all is closed: what runs at them ends in peace.
    HttpTransport transport =
        closer.register(HttpTransport.start(Runtime.getRuntime().availableProcessors()));
    MemberCredentials credentials = registration.credentials(clock, random);
    MemberTls members = closer.register(new MemberTls(() -> credentials, HANDSHAKE_TIMEOUT));
    Backend backend =
        new Backend(
            controlPlane.authenticator(),
            signer,
            placements,
            Optional.of(new UpstreamAddress.UnixSocket(door.socket())),
            Optional.of(members));
    Gateway gateway =
        closer.register(startGateway(config, tls, transport, random, backend, oversight));
    controlPlane.onAccessChange(gateway::recheckLogins);
    controlPlane.onRevocation(revocation -> gateway.revoke(List.of(revocation)));
    WorkOrders work = new WorkOrders(workers::links);
    closer.register(
        AdminSocket.open(
            transport,
            data.sockets(),
            Map.of(
                "users",
                new AccountOrders(new StoredAccounts(controlPlane.accounts())),
                "queries",
                work,
                "sessions",
                work,
                "workers",
                new DrainOrders(workers::drains),
                "databases",
                new DatabaseOrders(controlPlane.tenants(), controlPlane.databases()),
                "tokens",
                new EnrollmentTokenOrders(controlPlane.tenants(), tokens))));
    controlPlane.clearRemovedDatabases(new LocalObjects(data.path()));
    if (config.sample()) {
      workers.sample(bootstrapped.environment()).ifPresent(sample -> sample.load(console));
    }
    Welcome.print(console, config, bootstrapped, gateway.address(), data.keys());
    data.markReady();
    Shutdown shutdown =
        new Shutdown(
            workers::drains,
            config.drain(),
            EndSignals::hasSecondCome,
            line -> console.print(line + "\n"));
    return new Server(closer, shutdown);
  }

  private static ServerTls openTls(Closer closer, Clock clock, TlsFiles files) {
    try {
      return closer.register(ServerTls.open(clock, files, HANDSHAKE_TIMEOUT));
    } catch (TlsProblem problem) {
      throw new StartupFailure(
          "TLS cannot be spoken: " + problem.getMessage() + ".",
          "Correct the files that --tls-certificate and --tls-key, or --tls-keystore, name.",
          problem);
    }
  }

  private static void warnOfExposure(ServerConfig.Http http, Console console) {
    if (http.isExposed()) {
      String warning =
          "PASSWORDS AND DATA PASS THE NETWORK IN THE CLEAR: "
              + http.address().getHostAddress()
              + " can be reached from other machines, and there is no TLS. Anybody on the way can read"
              + " and change them, unless something in front of this server ends TLS.";
      LOG.warn(warning);
      console.print("\n  WARNING: " + warning + "\n\n");
    }
  }

  private static Gateway startGateway(
      ServerConfig config,
      Optional<ServerTls> tls,
      HttpTransport transport,
      SecureRandom random,
      Backend backend,
      Oversight oversight) {
    GatewayConfig listening =
        GatewayConfig.on(new InetSocketAddress(config.http().address(), config.http().port()))
            .withDrainDeadline(GATEWAY_DRAIN);
    try {
      return Gateway.start(listening, tls, transport, random, backend, oversight);
    } catch (IllegalStateException failure) {
      throw HttpPort.taken(config.http(), failure);
    }
  }

  private static Optional<String> obstacle(
      Placements placements, Environment environment, List<DrainedWorker> drains) {
    if (!drains.isEmpty() && drains.stream().allMatch(DrainedWorker::isOn)) {
      return Optional.of("the worker takes no new statements");
    }
    return switch (placements.place(environment)) {
      case Placement.Placed _ -> Optional.empty();
      case Placement.Refused refused -> Optional.of(refused.reason());
      case Placement.Starting starting -> Optional.of(starting.refused().reason());
    };
  }

  /// Returns when the end was asked for.
  public void awaitEnd() throws InterruptedException {
    end.await();
  }

  public void requestEnd() {
    end.countDown();
  }

  /// Lets nothing new begin, and what runs end within the configured time, or until a second signal
  /// comes; then ends it and everything else.
  @Override
  public void close() {
    shutdown.run();
    closer.close();
  }
}
