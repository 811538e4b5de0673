package ai.altertable.controlplane.history;

import static ai.altertable.controlplane.history.Statements.HERE;
import static ai.altertable.controlplane.history.Statements.THERE;
import static ai.altertable.controlplane.history.Statements.failed;
import static ai.altertable.controlplane.history.Statements.here;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.controlplane.FreshPlatforms;
import ai.altertable.controlplane.database.ControlPlaneDatabase;
import ai.altertable.foundation.history.FinishedStatement;
import ai.altertable.foundation.identity.ClientInterface;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.Grant;
import ai.altertable.foundation.identity.GrantKeys;
import ai.altertable.foundation.identity.GrantSigner;
import ai.altertable.foundation.identity.GrantVerifier;
import ai.altertable.foundation.identity.Principal;
import ai.altertable.foundation.session.QueryId;
import ai.altertable.http.HttpServer;
import ai.altertable.http.HttpServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HistoryResourceTest {
  private static final Instant NOW = Instant.parse("2026-03-10T12:00:00.123456Z");
  private static final Principal ANN = new Principal(new UUID(2, 1), "ann");

  private final ControlPlaneDatabase database =
      ControlPlaneDatabase.open(FreshPlatforms.server(), FreshPlatforms.config().database());
  private final InstantSource clock = InstantSource.fixed(NOW);
  private final History history =
      History.start(clock, database.transactions(), HistoryConfig.defaults());
  private final GrantSigner gateway = GrantSigner.generate(new SecureRandom());
  private final HttpServer server =
      HttpServer.start(
          HttpServerConfig.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
          new HistoryResource(
              clock,
              new GrantVerifier(
                      GrantKeys.of(
                          new GrantKeys.Key(GrantKeys.Owner.GATEWAY, gateway.verificationKey())),
                      HistoryResource.SLUG,
                      _ -> true)
                  ::open,
              database.transactions(),
              history));
  private final FinishedStatement statement = failed(ANN, QueryId.random(), NOW.minusSeconds(5));

  HistoryResourceTest() {
    database
        .transactions()
        .run(handle -> {
          handle.execute(
              "insert into organization (id, name, slug) values (?, 'o', 'o')", new UUID(9, 9));
          handle.execute(
              "insert into principal (id, organization_id, name, revision) values (?, ?, 'ann', 4)",
              ANN.id(),
              new UUID(9, 9));
        });
    history.store(List.of(here(statement)));
  }

  @AfterAll
  void close() {
    server.close();
    history.close();
    database.close();
  }

  private String grant(GrantSigner signer, Environment environment, long revision, String slug) {
    return signer.sign(
        new Grant(
            ANN,
            revision,
            environment,
            Map.of(),
            Optional.empty(),
            ClientInterface.HTTP,
            "10.0.0.1",
            new Grant.Validity(slug, NOW.minusSeconds(1), NOW.plusSeconds(30))));
  }

  private HttpResponse<String> get(String path, String grant)
      throws IOException, InterruptedException {
    InetSocketAddress address = (InetSocketAddress) server.address();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + path))
              .header(Grant.HEADER, grant)
              .timeout(Duration.ofSeconds(20))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void endedQueryIsDescribedAsItsWorkerDescribesIt() throws Exception {
    HttpResponse<String> response =
        get("/query/" + statement.start().id(), grant(gateway, HERE, 4, "control-plane"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            "{\"uuid\":\"%s\",\"start_time\":\"2026-03-10T11:59:55.123456Z\","
                    .formatted(statement.start().id())
                + "\"end_time\":\"2026-03-10T11:59:55.140456Z\",\"duration_ms\":17,"
                + "\"query\":\"SELECT x\",\"session_id\":\"s-1\","
                + "\"client_interface\":\"Postgres\",\"error\":\"no x\",\"visible\":true,"
                + "\"requested_by\":null,\"user_agent\":\"psql\",\"progress\":null}");
  }

  @Test
  void whatIsNotThereOrNotTheirsIsNotFound() throws Exception {
    String good = grant(gateway, HERE, 4, "control-plane");
    assertThat(get("/query/" + QueryId.random(), good).body()).contains("QUERY_NOT_FOUND");
    assertThat(get("/query/none", good).body()).contains("INVALID_PARAMETER");
    assertThat(get("/other", good).body()).contains("ROUTE_NOT_FOUND");
    assertThat(
            get("/query/" + statement.start().id(), grant(gateway, THERE, 4, "control-plane"))
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void onlyGrantsThatCountHereAreBelieved() throws Exception {
    String path = "/query/" + statement.start().id();
    GrantSigner stranger = GrantSigner.generate(new SecureRandom());

    assertThat(get(path, grant(stranger, HERE, 4, "control-plane")).statusCode()).isEqualTo(401);
    assertThat(get(path, grant(gateway, HERE, 4, "hosted-1")).statusCode()).isEqualTo(401);
    assertThat(get(path, grant(gateway, HERE, 3, "control-plane")).statusCode()).isEqualTo(401);
    assertThat(get(path, "none").statusCode()).isEqualTo(401);
  }
}
