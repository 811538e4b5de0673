package ai.altertable.gateway;

import ai.altertable.foundation.fleet.Load;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.Grant;
import ai.altertable.foundation.identity.GrantKeys;
import ai.altertable.foundation.identity.GrantSigner;
import ai.altertable.foundation.identity.GrantVerdict;
import ai.altertable.foundation.identity.GrantVerifier;
import ai.altertable.foundation.placement.Candidate;
import ai.altertable.foundation.placement.Placement;
import ai.altertable.foundation.placement.Placement.Placed;
import ai.altertable.foundation.placement.PlacementRequest;
import ai.altertable.foundation.placement.Placements;
import ai.altertable.foundation.placement.WorkerAddress;
import ai.altertable.foundation.placement.WorkerAddress.Door.UnixSocket;
import ai.altertable.gateway.metric.GatewayMetrics;
import ai.altertable.gateway.route.OperatorPage;
import ai.altertable.http.HttpHandler;
import ai.altertable.http.HttpServer;
import ai.altertable.http.HttpServerConfig;
import ai.altertable.http.tls.ServerTls;
import ai.altertable.http.wire.HttpTransport;
import ai.altertable.testing.RawSocket;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// A gateway with its event loops, in front of one worker.
final class TestGateway implements AutoCloseable {
  static final String LOGIN = "Authorization: " + basic("alice:secret") + "\r\n";

  /// The head of a result.
  static final String LINES =
      """
      HTTP/1.1 200 OK
      Content-Type: application/x-ndjson
      Transfer-Encoding: chunked

      """
          .replace("\n", "\r\n");

  private final HttpTransport transport = HttpTransport.start(2);
  private final Optional<ServerTls> tls;
  private final Path folder = freshFolder();
  private final Path socket = folder.resolve("worker.sock");
  private final FakeAuthenticator authenticator = new FakeAuthenticator();
  private final GrantSigner signer = GrantSigner.generate(new SecureRandom());
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Gateway gateway;
  private final AtomicInteger placed = new AtomicInteger();

  private volatile Supplier<Placement> placement;
  private volatile Readiness readiness = Optional::empty;
  private volatile AutoCloseable worker = () -> {};

  private TestGateway(UnaryOperator<GatewayConfig> change) {
    this(Optional.empty(), change);
  }

  private TestGateway(Optional<ServerTls> tls, UnaryOperator<GatewayConfig> change) {
    this.tls = tls;
    this.placement = this::workerAddress;
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var defaults = GatewayConfig.on(loopback).withDrainDeadline(Duration.ofMillis(100));
    try {
      this.gateway = start(change.apply(defaults));
    } catch (RuntimeException failure) {
      cleanUp();
      throw failure;
    }
  }

  private Gateway start(GatewayConfig config) {
    return Gateway.start(
        config,
        tls,
        transport,
        new SecureRandom(),
        Backend.local(authenticator, signer, placements()),
        new Oversight(
            () -> readiness.obstacle(),
            new GatewayMetrics(registry),
            accept -> new OperatorPage.Content("text/plain", "for " + accept.orElse("all"))));
  }

  private Placements placements() {
    return new Placements() {
      @Override
      public Placement place(PlacementRequest request) {
        placed.incrementAndGet();
        return placement.get();
      }

      @Override
      public List<Candidate> workers(Environment environment) {
        return List.of(
            new Candidate(
                worker("w-1", socket), environment.id(), Candidate.Readiness.READY, Load.NONE));
      }
    };
  }

  /// Before a worker that the test plays by hand.
  static TestGateway alone() {
    return alone(UnaryOperator.identity());
  }

  static TestGateway alone(UnaryOperator<GatewayConfig> change) {
    return new TestGateway(change);
  }

  /// Behind TLS, before a worker that the test plays by hand.
  static TestGateway speaking(ServerTls tls, UnaryOperator<GatewayConfig> change) {
    return new TestGateway(Optional.of(tls), change);
  }

  /// Before a worker that answers with `handler`.
  static TestGateway before(HttpHandler handler) {
    return before(UnaryOperator.identity(), handler);
  }

  static TestGateway before(UnaryOperator<GatewayConfig> change, HttpHandler handler) {
    TestGateway gateway = new TestGateway(change);
    gateway.startWorker(handler);
    return gateway;
  }

  private static Path freshFolder() {
    try {
      return Files.createTempDirectory("gateway");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  void startWorker(HttpHandler handler) {
    var config =
        HttpServerConfig.on(UnixDomainSocketAddress.of(socket))
            .withDrainDeadline(Duration.ofMillis(100));
    worker = HttpServer.start(config, handler);
  }

  RawWorker startRawWorker() {
    RawWorker raw = RawWorker.at(socket);
    worker = raw;
    return raw;
  }

  Placement workerAddress() {
    return new Placed(worker("w-1", socket));
  }

  static WorkerAddress worker(String slug, Path socket) {
    return new WorkerAddress(new UUID(9, slug.hashCode()), slug, new UnixSocket(socket));
  }

  void stopWorker() {
    try {
      worker.close();
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }

  FakeAuthenticator authenticator() {
    return authenticator;
  }

  void placement(Supplier<Placement> changed) {
    placement = changed;
  }

  /// How often a worker was asked for.
  int placed() {
    return placed.get();
  }

  void readiness(Readiness changed) {
    readiness = changed;
  }

  /// What the worker `w-1` makes of a grant.
  Grant grant(String text) {
    return switch (grantVerifier("w-1").open(text)) {
      case GrantVerdict.Valid(Grant grant) -> grant;
      case GrantVerdict.Refused(var reason) -> throw new AssertionError(reason);
    };
  }

  GrantVerifier grantVerifier(String worker) {
    return new GrantVerifier(
        GrantKeys.of(new GrantKeys.Key(GrantKeys.Owner.CONTROL_PLANE, signer.verificationKey())),
        worker,
        FakeAuthenticator.PRODUCTION.id()::equals);
  }

  PrometheusRegistry registry() {
    return registry;
  }

  void forgetLogins() {
    gateway.forgetLogins();
  }

  SocketAddress address() {
    return gateway.address();
  }

  RawSocket connect() {
    return RawSocket.connect(gateway.address());
  }

  /// Sends one request on a connection of its own and reads until the gateway closes it.
  String exchange(String request) {
    try (RawSocket client = connect()) {
      return client.send(request).readToEnd();
    }
  }

  /// A `POST /query` with credentials; the connection stays open.
  static String query(String body) {
    return "POST /query HTTP/1.1\r\nHost: x\r\n"
        + LOGIN
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  void stop() {
    gateway.close();
  }

  @Override
  public void close() {
    authenticator.goOn();
    gateway.close();
    stopWorker();
    cleanUp();
  }

  private void cleanUp() {
    transport.close();
    try {
      Files.deleteIfExists(socket);
      Files.deleteIfExists(folder);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
