package ai.altertable.launcher.server;

import ai.altertable.controlplane.ControlPlane;
import ai.altertable.controlplane.bootstrap.Bootstrapped;
import ai.altertable.controlplane.catalog.LocalObjects;
import ai.altertable.engine.EngineLibrary;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.lifecycle.Closer;
import ai.altertable.foundation.placement.Placement;
import ai.altertable.foundation.placement.Placements;
import ai.altertable.gateway.Backend;
import ai.altertable.gateway.Gateway;
import ai.altertable.gateway.Oversight;
import ai.altertable.gateway.metric.GatewayMetrics;
import ai.altertable.http.wire.HttpTransport;
import ai.altertable.launcher.Version;
import ai.altertable.launcher.admin.AdminSocket;
import ai.altertable.launcher.datadir.DataDirectory;
import ai.altertable.launcher.log.Logging;
import ai.altertable.launcher.metric.MetricsPage;
import ai.altertable.launcher.metric.ServerMetrics;
import ai.altertable.launcher.operation.DrainedWorker;
import ai.altertable.launcher.operation.FleetLinks;
import ai.altertable.launcher.operation.Shutdown;
import ai.altertable.launcher.process.EndSignals;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The server process, all in one: control plane and gateway, over embedded PostgreSQL and a hosted
/// worker that it starts and supervises. Closing it ends all of them, in reverse order: the gateway
/// takes nothing more and lets what runs end, then the worker ends, then PostgreSQL.
public final class Server implements AutoCloseable {
  /// For answers on their way: what runs has had its time before.
  private static final Duration GATEWAY_DRAIN = Duration.ofSeconds(2);

  private final Closer closer;
  private final Shutdown shutdown;

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
    ServerConfig.ControlPlane base = config.controlPlane();
    base.flags().check();
    console.print("Starting Altertable " + Version.CURRENT + "\n");
    DataDirectory data =
        closer.register(DataDirectory.open(base.data(), Version.CURRENT, clock, random));
    Logging.toFile(data.logs().resolve("server.log"), "server", base.log());
    FrontDoor front = FrontDoor.prepare(closer, clock, base.http(), console);
    Path extensions =
        Extensions.provide(Extensions.NEEDED, base.runtime(), config.extensions(), console);

    ServingControlPlane serving =
        ServingControlPlane.start(closer, base, data, clock, random, console);
    ControlPlane controlPlane = serving.controlPlane();
    Bootstrapped bootstrapped = serving.bootstrapped();
    Registration registration = serving.registration();
    EngineLibrary.provide(base.runtime());
    HostedWorkers workers =
        closer.register(
            new HostedWorkers(
                clock,
                config,
                data,
                extensions,
                serving.local().supervisor(),
                serving.signer(),
                new HostedTokens(serving.fleet().tokens(), registration),
                Set.of(registration.port(), controlPlane.metadataServer().port()),
                controlPlane.metadataServer().tls().rootCertificate().map(Path::of)));
    if (config.sample()) {
      controlPlane.databases().createDatabase(bootstrapped.environment(), SampleDatabase.NAME);
    }
    console.step("Starting a worker");
    Placements placements =
        serving.fleet().host(serving.environments()::all, workers, workers::address);
    FirstWorker.await(placements, bootstrapped.environment(), data.logs());

    PrometheusRegistry registry = serving.metrics(data);
    ServerMetrics.showWorkers(registry, workers::restarts);
    FleetLinks links = serving.links(clock, workers::links, workers::address);
    Oversight oversight =
        new Oversight(
            () -> obstacle(placements, bootstrapped.environment(), workers.drains()),
            new GatewayMetrics(registry),
            new MetricsPage(registry, links::all));
    // After the workers, so before them when all is closed: what runs at them ends in peace.
    HttpTransport transport =
        closer.register(HttpTransport.start(Runtime.getRuntime().availableProcessors()));
    Backend backend =
        new Backend(
            controlPlane.authenticator(),
            serving.signer(),
            placements,
            () -> Optional.of(serving.door().address()),
            Optional.of(serving.members()));
    Gateway gateway =
        closer.register(front.open(transport, random, backend, oversight, GATEWAY_DRAIN));
    serving.tellOfLogins(gateway);
    closer.register(
        AdminSocket.open(
            transport,
            data.sockets(),
            serving.orders(links, () -> workers.drains().stream().anyMatch(DrainedWorker::isOn))));
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

  /// Lets nothing new begin, and what runs end within the configured time, or until a second signal
  /// comes; then ends it and everything else.
  @Override
  public void close() {
    shutdown.run();
    closer.close();
  }
}
