package ai.altertable.systemtests.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Outcome;
import ai.altertable.systemtests.harness.Program;
import ai.altertable.systemtests.harness.Query;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import ai.altertable.systemtests.harness.Wait;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Workers that the platform runs: one for each environment that is used, told of what changes, and
/// not missed in history when they die.
@SystemTest
@Tag("alone")
final class HostedWorkersIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(30);

  private static JsonNode post(Http http, String path, String body) throws Exception {
    HttpResponse<String> answer =
        http.send("POST", "/rest/v1" + path, BodyPublishers.ofString(body));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return JSON.readTree(answer.body());
  }

  @Test
  @Timeout(120)
  void anotherEnvironmentsWorkerComesWithItsFirstQuery(Program program) throws Exception {
    try (RunningServer server =
        program.start(Launch.in(program.newDirectory()).withAllCompilers())) {
      Http http = server.http();
      String staging =
          post(http, "/environments", "{\"name\":\"Staging\",\"cloud_provider\":\"hetzner\"}")
              .at("/environment/id")
              .asText();
      post(http, "/environments/staging/databases", "{\"name\":\"Trials\"}");
      String account =
          post(http, "/service_accounts", "{\"label\":\"loader\"}")
              .at("/service_account/id")
              .asText();
      String rights =
          "{\"roles\":[{\"role\":\"environment:writer\",\"resource_kind\":\"environment\","
              + "\"resource_id\":\""
              + staging
              + "\"}]}";
      HttpResponse<String> granted =
          http.send(
              "PUT",
              "/rest/v1/service_accounts/" + account + "/role_assignments",
              BodyPublishers.ofString(rights));
      assertThat(granted.statusCode()).as(granted.body()).isEqualTo(200);
      JsonNode made =
          post(
              http,
              "/service_accounts/" + account + "/environments/staging/credentials",
              "{\"label\":\"test\"}");
      Http loader =
          server.http(
              made.at("/credential/username").asText() + ":" + made.path("password").asText());

      assertThat(loader.query("SELECT 41 + 1").orFail().number()).isEqualTo(42);
      assertThat(loader.query("SELECT 1").orFail().head("worker_slug"))
          .isNotEqualTo(http.query("SELECT 1").orFail().head("worker_slug"));
      loader.query("CREATE TABLE trials.t AS SELECT 7 AS a").orFail();
      assertThat(loader.query("SELECT a FROM trials.t").orFail().number()).isEqualTo(7);
    }
  }

  @Test
  @Timeout(120)
  void newDatabaseIsUsedAtOnceAndHistoryOutlivesAWorker(Program program) throws Exception {
    try (RunningServer server =
        program.start(Launch.in(program.newDirectory()).withAllCompilers())) {
      Http http = server.http();
      http.query("SELECT 1").orFail();
      post(http, "/environments/production/databases", "{\"name\":\"Sales\"}");
      long made = System.nanoTime();
      Wait.until(
          SOON,
          "the new database",
          () ->
              http.attempt(Query.of("CREATE OR REPLACE TABLE sales.t AS SELECT 1 AS a"))
                  instanceof Outcome.Acknowledged);
      assertThat(Duration.ofNanos(System.nanoTime() - made)).isLessThan(Duration.ofSeconds(2));

      UUID ended = UUID.randomUUID();
      http.query(Query.of("SELECT 'kept for later' AS a").id(ended)).orFail();
      String before = http.get("/query/" + ended).body();
      server.worker().kill();
      Wait.until(SOON, "served again", () -> http.get("/query/" + ended).statusCode() == 200);
      assertThat(JSON.readTree(http.get("/query/" + ended).body()))
          .isEqualTo(JSON.readTree(before));
    }
  }
}
