package ai.altertable.launcher.server;

import ai.altertable.controlplane.ControlPlane;
import ai.altertable.controlplane.catalog.LocalObjects;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.lifecycle.Closer;
import ai.altertable.foundation.placement.Candidate;
import ai.altertable.foundation.placement.Placement;
import ai.altertable.foundation.placement.PlacementRequest;
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
import ai.altertable.launcher.operation.FleetLinks;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The control plane on its own: workers and gateways that run apart register with it. It starts no
/// worker, and passes no statement on: its own HTTP port has the management API, and what operators
/// look at.
public final class ControlPlaneServer implements AutoCloseable {
  private static final Duration ANSWERS_MAX = Duration.ofSeconds(2);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final Closer closer;

  private ControlPlaneServer(Closer closer) {
    this.closer = closer;
  }

  /// Returns when it can be reached. Prints its progress, and in the end how to get in.
  ///
  /// @throws ai.altertable.launcher.StartupFailure with what is wrong and what to do
  public static ControlPlaneServer start(ServerConfig.ControlPlane config, Console console) {
    return Closer.assemble(closer -> assemble(closer, config, console));
  }

  private static ControlPlaneServer assemble(
      Closer closer, ServerConfig.ControlPlane config, Console console) {
    SecureRandom random = new SecureRandom();
    Clock clock = Clock.systemUTC();
    config.flags().check();
    console.print("Starting the control plane of Altertable " + Version.CURRENT + "\n");
    DataDirectory data =
        closer.register(DataDirectory.open(config.data(), Version.CURRENT, clock, random));
    Logging.toFile(data.logs().resolve("server.log"), "control-plane", config.log());
    FrontDoor front = FrontDoor.prepare(closer, clock, config.http(), console);
    ServingControlPlane serving =
        ServingControlPlane.start(closer, config, data, clock, random, console);
    ControlPlane controlPlane = serving.controlPlane();

    PrometheusRegistry registry = serving.metrics(data);
    FleetLinks links = serving.links(clock, List::of, OtherWorkers::address);
    Oversight oversight =
        new Oversight(
            Optional::empty, new GatewayMetrics(registry), new MetricsPage(registry, links::all));
    HttpTransport transport =
        closer.register(HttpTransport.start(Runtime.getRuntime().availableProcessors()));
    Backend backend =
        new Backend(
            controlPlane.authenticator(),
            serving.signer(),
            new Elsewhere(),
            () -> Optional.of(serving.door().address()),
            Optional.empty());
    Gateway gateway =
        closer.register(front.open(transport, random, backend, oversight, ANSWERS_MAX));
    serving.tellOfLogins(gateway);
    closer.register(
        AdminSocket.open(transport, data.sockets(), serving.orders(links, () -> false)));
    controlPlane.clearRemovedDatabases(new LocalObjects(data.path()));
    Welcome.ofControlPlane(
        console, config, serving.bootstrapped(), gateway.address(), data.keys(), serving.where());
    data.markReady();
    return new ControlPlaneServer(closer);
  }

  /// Statements do not go through the control plane.
  private static final class Elsewhere implements Placements {
    @Override
    public Placement place(PlacementRequest request) {
      return new Placement.Refused(
          ErrorCode.WORKER_UNAVAILABLE,
          "this is a control plane, which runs no statements; send them to a gateway",
          RETRY_AFTER);
    }

    @Override
    public List<Candidate> workers(Environment environment) {
      return List.of();
    }
  }

  @Override
  public void close() {
    closer.close();
  }
}
