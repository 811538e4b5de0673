package ai.altertable.gateway;

import ai.altertable.foundation.identity.GrantSigner;
import ai.altertable.foundation.placement.Placer;
import ai.altertable.gateway.metric.GatewayMetrics;
import ai.altertable.gateway.route.OperatorPage;
import ai.altertable.http.tls.MemberCredentials;
import ai.altertable.http.tls.MemberTls;
import ai.altertable.http.wire.HttpTransport;
import ai.altertable.testing.RawSocket;
import ai.altertable.testing.TestAuthority;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/// Gateways and workers of one platform, that reach each other over TCP.
final class Site implements AutoCloseable {
  static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  final TestAuthority authority = new TestAuthority("platform");
  final List<FakeWorker> workers = new CopyOnWriteArrayList<>();
  final List<Door> gateways = new CopyOnWriteArrayList<>();
  private final List<String> grantKeys = new CopyOnWriteArrayList<>();
  private final HttpTransport transport = HttpTransport.start(2);

  /// A gateway that knows the fleet by itself.
  final class Door implements AutoCloseable {
    final Placer placer = new Placer();
    private final GrantSigner signer = GrantSigner.generate(new SecureRandom());
    private volatile MemberCredentials credentials = fresh();
    private final MemberTls tls = new MemberTls(() -> credentials, Duration.ofSeconds(10));
    private final Gateway gateway;

    Door(UnaryOperator<GatewayConfig> change, UnaryOperator<Backend> behind) {
      grantKeys.add(signer.verificationKey());
      var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var backend =
          new Backend(new FakeAuthenticator(), signer, placer, Optional::empty, Optional.of(tls));
      this.gateway =
          Gateway.start(
              change.apply(GatewayConfig.on(loopback).withDrainDeadline(Duration.ofMillis(100))),
              Optional.empty(),
              transport,
              new SecureRandom(),
              behind.apply(backend),
              new Oversight(
                  Optional::empty,
                  new GatewayMetrics(new PrometheusRegistry()),
                  _ -> new OperatorPage.Content("text/plain", "")));
    }

    void renew() {
      credentials = fresh();
    }

    private MemberCredentials fresh() {
      return FakeWorker.credentials(authority, "urn:altertable:gateway:1");
    }

    RawSocket connect() {
      return RawSocket.connect(gateway.address());
    }

    HttpRequest.Builder request(String path) {
      int port = ((InetSocketAddress) gateway.address()).getPort();
      return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
          .timeout(Duration.ofSeconds(20))
          .header("Authorization", TestGateway.basic("alice:secret"));
    }

    HttpResponse<String> query(String body) {
      return send(request("/query").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> get(String path) {
      return send(request(path).GET());
    }

    HttpResponse<String> delete(String path) {
      return send(request(path).DELETE());
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
      try {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
      } catch (IOException failure) {
        throw new AssertionError(failure);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new AssertionError(interrupted);
      }
    }

    @Override
    public void close() {
      gateway.close();
      tls.close();
    }
  }

  Door addGateway() {
    return addGateway(UnaryOperator.identity(), UnaryOperator.identity());
  }

  Door addGateway(UnaryOperator<GatewayConfig> change, UnaryOperator<Backend> behind) {
    Door door = new Door(change, behind);
    gateways.add(door);
    tellGateways();
    return door;
  }

  FakeWorker addWorker(String slug) {
    FakeWorker worker = new FakeWorker(slug, authority, grantKeys);
    workers.add(worker);
    tellGateways();
    return worker;
  }

  /// The fleet has noticed that it is gone.
  void forget(FakeWorker worker) {
    workers.remove(worker);
    tellGateways();
  }

  void tellGateways() {
    gateways.forEach(
        door -> door.placer.candidates(workers.stream().map(FakeWorker::candidate).toList()));
  }

  @Override
  public void close() {
    gateways.forEach(Door::close);
    workers.forEach(FakeWorker::close);
    transport.close();
  }
}
