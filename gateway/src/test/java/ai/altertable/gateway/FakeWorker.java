package ai.altertable.gateway;

import ai.altertable.foundation.fleet.Load;
import ai.altertable.foundation.identity.Grant;
import ai.altertable.foundation.identity.GrantKeys;
import ai.altertable.foundation.identity.GrantVerdict.Valid;
import ai.altertable.foundation.identity.GrantVerifier;
import ai.altertable.foundation.placement.Candidate;
import ai.altertable.foundation.placement.Candidate.Readiness;
import ai.altertable.foundation.placement.WorkerAddress;
import ai.altertable.foundation.placement.WorkerAddress.Door;
import ai.altertable.http.Headers;
import ai.altertable.http.HttpExchange;
import ai.altertable.http.HttpServer;
import ai.altertable.http.HttpServerConfig;
import ai.altertable.http.tls.MemberCredentials;
import ai.altertable.http.tls.MemberTls;
import ai.altertable.testing.Patience;
import ai.altertable.testing.TestAuthority;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/// A worker behind mutual TLS that keeps the sessions and knows the queries that it was sent, and
/// answers each query with its slug.
final class FakeWorker implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  final String slug;
  final Set<String> sessions = ConcurrentHashMap.newKeySet();
  final Set<String> queries = ConcurrentHashMap.newKeySet();
  final Set<String> cancelled = ConcurrentHashMap.newKeySet();
  volatile MemberCredentials credentials;
  volatile Readiness readiness = Readiness.READY;
  private final UUID id = UUID.randomUUID();
  private final List<String> grantKeys;
  private final TestAuthority authority;
  private final MemberTls tls;
  private final HttpServer server;
  private volatile CountDownLatch hung = new CountDownLatch(0);

  FakeWorker(String slug, TestAuthority authority, List<String> grantKeys) {
    this.slug = slug;
    this.authority = authority;
    this.grantKeys = grantKeys;
    this.credentials = renewed();
    this.tls = new MemberTls(() -> credentials, Duration.ofSeconds(10));
    this.server =
        HttpServer.start(
            HttpServerConfig.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .withDrainDeadline(Duration.ZERO),
            Optional.of(tls.door("a gateway", uri -> uri.startsWith("urn:altertable:gateway:"))),
            this::handle);
  }

  void renew() {
    credentials = renewed();
  }

  private MemberCredentials renewed() {
    return credentials(authority, "urn:altertable:worker:" + id);
  }

  static MemberCredentials credentials(TestAuthority authority, String uri) {
    TestAuthority.Issued own = authority.issue(uri);
    return new MemberCredentials(own.key(), List.of(own.certificate()), authority.certificate());
  }

  Candidate candidate() {
    int port = ((InetSocketAddress) server.address()).getPort();
    return new Candidate(
        new WorkerAddress(id, slug, new Door.Tls("127.0.0.1", port)),
        FakeAuthenticator.PRODUCTION.id(),
        readiness,
        Load.NONE);
  }

  /// Answers nothing any more.
  void hang() {
    hung = new CountDownLatch(1);
  }

  void goOn() {
    hung.countDown();
  }

  private void handle(HttpExchange exchange) throws IOException {
    Patience.await(hung);
    requireGrant(exchange);
    List<String> path = exchange.target().segments();
    switch (path.getFirst()) {
      case "platform" -> {
        boolean here = sessions.contains(exchange.target().parameter("id").orElseThrow());
        exchange.respond(here ? 200 : 204, Headers.none(), "");
      }
      case "query" -> {
        if (path.size() == 1) {
          run(exchange);
        } else {
          tell(exchange, path.get(1));
        }
      }
      default -> answer(exchange, 404, "{}");
    }
  }

  private void run(HttpExchange exchange) throws IOException {
    byte[] body = exchange.body().readAllBytes();
    JsonNode query = JSON.readTree(body);
    Optional.ofNullable(query.get("session_id")).map(JsonNode::textValue).ifPresent(sessions::add);
    queries.add(query.path("query_id").asText("none"));
    answer(exchange, 200, "{\"worker\":\"%s\",\"bytes\":%d}".formatted(slug, body.length));
  }

  private void tell(HttpExchange exchange, String query) throws IOException {
    if (!queries.contains(query)) {
      answer(exchange, 404, "{\"from\":\"worker\"}");
      return;
    }
    if (exchange.method().equals("DELETE")) {
      cancelled.add(query);
    }
    answer(exchange, 200, "{\"worker\":\"%s\"}".formatted(slug));
  }

  private void requireGrant(HttpExchange exchange) {
    String text = exchange.headers().first(Grant.HEADER).orElse("");
    boolean signed =
        grantKeys.stream()
            .map(key -> GrantKeys.of(new GrantKeys.Key(GrantKeys.Owner.GATEWAY, key)))
            .map(keys -> new GrantVerifier(keys, slug, FakeAuthenticator.PRODUCTION.id()::equals))
            .anyMatch(verifier -> verifier.open(text) instanceof Valid);
    if (!signed || exchange.headers().first("authorization").isPresent()) {
      throw new AssertionError("no grant for " + slug + ", or credentials beside it");
    }
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    exchange.respond(status, Headers.of("content-type", "application/json"), json);
  }

  /// As a kill does: everything is closed.
  @Override
  public void close() {
    goOn();
    server.close();
    tls.close();
  }
}
