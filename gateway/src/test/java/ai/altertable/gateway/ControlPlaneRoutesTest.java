package ai.altertable.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.placement.Candidate;
import ai.altertable.foundation.placement.Placement;
import ai.altertable.foundation.placement.Placement.Placed;
import ai.altertable.foundation.placement.Placement.Refused;
import ai.altertable.foundation.placement.Placement.Starting;
import ai.altertable.foundation.placement.PlacementRequest;
import ai.altertable.foundation.placement.Placements;
import ai.altertable.http.Headers;
import ai.altertable.http.HttpExchange;
import ai.altertable.http.HttpServer;
import ai.altertable.http.HttpServerConfig;
import ai.altertable.http.wire.UpstreamAddress;
import ai.altertable.testing.LeakCheck;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a gateway passes on to the control plane.
@ExtendWith(LeakCheck.class)
class ControlPlaneRoutesTest {
  @TempDir private Path folder;

  private final Site site = new Site();
  private Site.Door gateway;
  private HttpServer controlPlane;

  @BeforeEach
  void start() {
    Path socket = folder.resolve("cp.sock");
    controlPlane =
        HttpServer.start(
            HttpServerConfig.on(UnixDomainSocketAddress.of(socket))
                .withDrainDeadline(Duration.ofMillis(50)),
            ControlPlaneRoutesTest::answer);
    gateway =
        site.addGateway(
            config -> config,
            backend -> backend.withControlPlane(new UpstreamAddress.UnixSocket(socket)));
  }

  @AfterEach
  void close() {
    site.close();
    controlPlane.close();
  }

  /// Tells what has arrived.
  private static void answer(HttpExchange exchange) throws IOException {
    String path = exchange.target().rawPath();
    String authorization = exchange.headers().first("authorization").orElse("none");
    int status = authorization.contains("wrong") ? 401 : 200;
    if (path.startsWith("/query/")) {
      status = path.endsWith("/old") ? 200 : 404;
    }
    String body = new String(exchange.body().readAllBytes(), StandardCharsets.UTF_8);
    exchange.respond(
        status,
        Headers.none(),
        String.join(
            "\n",
            exchange.method() + " " + path,
            authorization,
            exchange.headers().first("altertable-client-address").orElse("nowhere"),
            exchange.headers().first("altertable-grant").isPresent() ? "granted" : "no grant",
            exchange.headers().first("x-request-id").orElse("no request id"),
            body));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
  void managementGoesToTheControlPlaneWithItsCredentials(String method) {
    HttpResponse<String> answer =
        gateway.send(
            gateway
                .request("/rest/v1/environments/1/databases/x?y=z")
                .setHeader("Authorization", "Bearer atm_key")
                .header("altertable-client-address", "forged")
                .header("altertable-grant", "forged")
                .header("x-request-id", "r-1")
                .method(method, BodyPublishers.ofString(method.equals("GET") ? "" : "the body")));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            """
            %s /rest/v1/environments/1/databases/x
            Bearer atm_key
            127.0.0.1
            no grant
            r-1
            %s\
            """
                .formatted(method, method.equals("GET") ? "" : "the body"));
    assertThat(answer.headers().firstValue("x-request-id")).contains("r-1");
  }

  @Test
  void wrongKeysSlowDownWhoSendsThem() {
    int refused = 0;
    int status = 401;
    while (status == 401 && refused++ < 50) {
      status =
          gateway
              .send(
                  gateway
                      .request("/rest/v1/whoami")
                      .setHeader("Authorization", TestGateway.basic("eve:wrong") + "wrong")
                      .GET())
              .statusCode();
    }
    assertThat(status).isEqualTo(429);
    HttpResponse<String> other =
        gateway.send(
            gateway
                .request("/rest/v1/whoami")
                .setHeader("Authorization", "Bearer atm_right")
                .GET());
    assertThat(other.statusCode()).as("others are let in").isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void queryThatNoWorkerKnowsIsLookedUpInHistory(int workers) {
    for (int i = 0; i < workers; i++) {
      site.addWorker("w-" + i).queries.add("new-" + i);
    }
    HttpResponse<String> old = gateway.get("/query/old");
    assertThat(old.statusCode()).isEqualTo(200);
    assertThat(old.body()).startsWith("GET /query/old\nnone\n").contains("\ngranted\n");
    assertThat(gateway.get("/query/unknown").statusCode()).isEqualTo(404);
    assertThat(gateway.delete("/query/old").statusCode()).isEqualTo(404);
    for (int i = 0; i < workers; i++) {
      assertThat(gateway.get("/query/new-" + i).body()).contains("\"worker\":\"w-" + i + "\"");
    }
  }

  @Test
  void controlPlaneThatIsAwayIsToldAndWorkersGoOn() {
    site.addWorker("w-1");
    controlPlane.close();
    HttpResponse<String> answer = gateway.get("/rest/v1/whoami");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body())
        .contains(
            ErrorCode.CONTROL_PLANE_UNAVAILABLE.name(), "the control plane cannot be reached");
    assertThat(answer.headers().firstValue("retry-after")).isPresent();
    assertThat(gateway.query("{}").statusCode()).isEqualTo(200);
  }

  @Test
  void whoKnowsOfNoControlPlaneYetSaysSo() {
    HttpResponse<String> answer = site.addGateway().get("/rest/v1/whoami");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body())
        .contains(ErrorCode.CONTROL_PLANE_UNAVAILABLE.name(), "has not been told yet");
  }

  // ---- a worker that is being started

  @Test
  void requestWaitsForAWorkerThatIsBeingStarted() throws Exception {
    FakeWorker worker = site.addWorker("w-1");
    var up = new CompletableFuture<Void>();
    Site.Door waiting = site.addGateway(config -> config, backend -> starting(backend, worker, up));
    CompletableFuture<HttpResponse<String>> answer =
        CompletableFuture.supplyAsync(() -> waiting.query("{\"statement\":\"SELECT 1\"}"));
    Thread.sleep(200);
    assertThat(answer).isNotDone();
    up.complete(null);
    assertThat(answer.get(10, TimeUnit.SECONDS).body()).contains("\"worker\":\"w-1\"");
  }

  private static Backend starting(Backend backend, FakeWorker worker, CompletableFuture<Void> up) {
    var refused =
        new Refused(ErrorCode.WORKER_UNAVAILABLE, "still starting", Duration.ofSeconds(1));
    Placements placements =
        new Placements() {
          @Override
          public Placement place(PlacementRequest request) {
            return up.isDone()
                ? new Placed(worker.candidate().address())
                : new Starting(refused, up);
          }

          @Override
          public List<Candidate> workers(Environment environment) {
            return List.of();
          }
        };
    return new Backend(
        backend.authenticator(), backend.signer(), placements, Optional::empty, backend.members());
  }
}
