package ai.altertable.controlplane.management;

import ai.altertable.controlplane.ControlPlane;
import ai.altertable.controlplane.ControlPlaneConfig;
import ai.altertable.controlplane.FreshPlatforms;
import ai.altertable.controlplane.bootstrap.BootstrapFlags;
import ai.altertable.controlplane.catalog.RolePasswords;
import ai.altertable.foundation.identity.Authentication;
import ai.altertable.foundation.identity.Authentication.Authenticated;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.Revocation;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.http.HttpServer;
import ai.altertable.http.HttpServerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A control plane with one administrator, `ann`, one reader, `rob`, the database `sales` of the
/// environment `production`, and a management key, behind a Unix socket.
final class ManagementFixture implements AutoCloseable {
  static final String KEY = "atm_0123456789abcdefghij";

  private final Path directory;
  private final ControlPlaneConfig config = FreshPlatforms.config();
  private final ControlPlane plane =
      ControlPlane.open(
          config,
          RolePasswords.derivedFrom(new Secret("a master key of thirty-two bytes")),
          new SecureRandom());
  private final Environment production;
  private final FakeWorkers workers = new FakeWorkers();
  private final FakeGateways gateways = new FakeGateways();
  private final ManagementApi api;
  private final HttpServer server;
  private final List<Revocation> revoked = new CopyOnWriteArrayList<>();
  private final List<String> changed = new CopyOnWriteArrayList<>();

  ManagementFixture() {
    try {
      directory = Files.createTempDirectory("management");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    production = plane.bootstrap().apply(flags()).environment();
    plane.onRevocation(revoked::add);
    plane.onDatabasesChange(environment -> changed.add(environment.slug()));
    api =
        ManagementApi.of(
            InstantSource.system(), plane.management(), workers, gateways, new FakeTokens());
    server =
        HttpServer.start(
            HttpServerConfig.on(UnixDomainSocketAddress.of(directory.resolve("api")))
                .withDrainDeadline(Duration.ofMillis(100)),
            api);
  }

  private static BootstrapFlags flags() {
    return new BootstrapFlags(
        List.of(new Secret("ann:a")),
        List.of(new Secret("rob:r")),
        List.of(),
        List.of(new Secret(KEY)),
        List.of(),
        List.of("sales"));
  }

  /// One that shows the management key.
  ManagementClient client() {
    return anonymous().bearer(KEY);
  }

  ManagementClient anonymous() {
    return new ManagementClient(directory.resolve("api"), "");
  }

  ControlPlane plane() {
    return plane;
  }

  String database() {
    return config.database().database();
  }

  String lakehouse() {
    return config.lakehouse().database();
  }

  Environment production() {
    return production;
  }

  FakeWorkers workers() {
    return workers;
  }

  FakeGateways gateways() {
    return gateways;
  }

  ManagementApi api() {
    return api;
  }

  /// Takes the revocations told since the last time.
  List<Revocation> takeRevoked() {
    List<Revocation> taken = List.copyOf(revoked);
    revoked.clear();
    return taken;
  }

  /// Takes the environments whose databases have changed since the last time.
  List<String> takeChanged() {
    List<String> taken = List.copyOf(changed);
    changed.clear();
    return taken;
  }

  Authentication login(String name, String password) {
    return plane.authenticator().authenticate(name, new Secret(password));
  }

  Authenticated in(String name, String password) {
    return (Authenticated) login(name, password);
  }

  @Override
  public void close() {
    server.close();
    plane.close();
  }
}
