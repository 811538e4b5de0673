package ai.altertable.rest;

import ai.altertable.foundation.identity.Access;
import ai.altertable.foundation.identity.ClientInterface;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.Grant;
import ai.altertable.foundation.identity.Grant.Validity;
import ai.altertable.foundation.identity.GrantKeys;
import ai.altertable.foundation.identity.GrantSigner;
import ai.altertable.foundation.identity.GrantVerifier;
import ai.altertable.foundation.identity.Principal;
import ai.altertable.foundation.identity.Revocation;
import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.http.HttpServer;
import ai.altertable.http.HttpServerConfig;
import ai.altertable.rest.access.GrantCheck;
import ai.altertable.rest.query.ColumnHeaderChoice;
import ai.altertable.rest.query.QueryConfig;
import ai.altertable.rest.upload.StagingConfig;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/// The API behind a server on the loopback interface, over sessions that a test scripts.
final class RunningApi implements AutoCloseable {
  static final Environment PRODUCTION = new Environment(new UUID(2, 2), "production");
  static final GrantSigner SIGNER = GrantSigner.generate(new SecureRandom());
  static final Grant GRANT =
      grant(1, new Validity("worker-7", Instant.EPOCH, Instant.parse("2999-01-01T00:00:00Z")));

  static Grant grant(long revision, String worker, Instant issued) {
    return grant(revision, new Validity(worker, issued, issued.plusSeconds(3600)));
  }

  private static Grant grant(long revision, Validity validity) {
    return new Grant(
        new Principal(new UUID(1, 1), "ann"),
        revision,
        PRODUCTION,
        Map.of("lakehouse", Access.WRITE),
        Optional.of("lakehouse"),
        ClientInterface.HTTP,
        "192.0.2.1",
        validity);
  }

  private static final JsonMapper JSON = new JsonMapper();

  final FakeSessions sessions = new FakeSessions();
  final FakeLog log = new FakeLog();
  final BufferAllocator allocator = new RootAllocator();
  volatile Optional<String> obstacle = Optional.empty();
  private final GrantCheck grants =
      new GrantCheck(
          InstantSource.system(),
          new GrantVerifier(
              GrantKeys.of(
                  new GrantKeys.Key(GrantKeys.Owner.CONTROL_PLANE, SIGNER.verificationKey())),
              "worker-7",
              PRODUCTION.id()::equals),
          sessions);
  final FakeOperations operations = new FakeOperations();
  private final HttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  RunningApi(Path staging) {
    this(staging, DataSize.ofMebibytes(1));
  }

  RunningApi(Path staging, DataSize reserve) {
    this(staging, reserve, DataSize.ofMebibytes(4));
  }

  RunningApi(Path staging, DataSize reserve, DataSize rowBytesMax) {
    QueryConfig query =
        new QueryConfig(
            "worker-7",
            DataSize.ofMebibytes(1),
            new DataSize(100_000),
            rowBytesMax,
            ColumnHeaderChoice.AUTO);
    RestApi api =
        RestApi.open(
            Clock.systemUTC(),
            grants,
            log,
            () -> obstacle,
            operations,
            new RestConfig(query, new StagingConfig(staging, reserve)));
    this.server =
        HttpServer.start(
            HttpServerConfig.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .withDrainDeadline(Duration.ofSeconds(2)),
            api);
  }

  /// As the control plane does over its link.
  void revoke(Revocation revocation) {
    grants.revoke(List.of(revocation));
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.address();
  }

  HttpRequest.Builder request(String path) {
    return request(path, GRANT);
  }

  HttpRequest.Builder request(String path, Grant grant) {
    return anonymous(path).header(Grant.HEADER, SIGNER.sign(grant));
  }

  HttpRequest.Builder anonymous(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address().getPort() + path))
        .timeout(Duration.ofSeconds(20));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new AssertionError("no answer", failure);
    } catch (InterruptedException interrupted) {
      throw new AssertionError("interrupted", interrupted);
    }
  }

  HttpResponse<String> get(String path) {
    return send(request(path));
  }

  HttpResponse<String> post(String path, String body) {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /// The lines of the answer to a query.
  List<String> query(String body) {
    HttpResponse<String> response = post("/query", body);
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + " " + response.body());
    }
    if (!response.body().endsWith("\n")) {
      throw new AssertionError("the last line has no end: " + response.body());
    }
    return response.body().lines().toList();
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException invalid) {
      throw new AssertionError("no JSON: " + text, invalid);
    }
  }

  @Override
  public void close() {
    server.close();
    grants.close();
    allocator.close();
  }
}
