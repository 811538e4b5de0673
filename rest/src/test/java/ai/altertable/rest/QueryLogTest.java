package ai.altertable.rest;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.identity.ClientInterface;
import ai.altertable.foundation.identity.Principal;
import ai.altertable.foundation.session.QueryId;
import ai.altertable.foundation.session.QueryLog.RunningQuery;
import ai.altertable.foundation.session.QueryProgress;
import ai.altertable.foundation.session.QueryRecord;
import ai.altertable.foundation.session.QueryStart;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.foundation.session.Work;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryLogTest {
  private static final QueryId ID =
      new QueryId(UUID.fromString("7d5a0e5c-2c1f-4a35-9a36-3d0a1f0d8f11"));

  @TempDir private Path staging;
  private RunningApi api;

  @BeforeEach
  void start() {
    api = new RunningApi(staging);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private static QueryStart start(ClientInterface clientInterface, Principal principal) {
    return new QueryStart(
        Work.QUERY,
        ID,
        new SessionId("s-1"),
        principal,
        clientInterface,
        "127.0.0.1",
        "SELECT 'é'",
        true,
        Optional.of("metabase"),
        "curl/8");
  }

  private void record(QueryRecord record) {
    api.log.records.put(ID, record);
  }

  private void recordEnded(ClientInterface clientInterface, Principal principal) {
    record(
        new QueryRecord(
            start(clientInterface, principal),
            FakeLog.BEGAN,
            Optional.of(FakeLog.ENDED),
            Optional.of("it broke"),
            Optional.empty()));
  }

  @Test
  void endedQueryIsDescribed() {
    recordEnded(ClientInterface.HTTP, RunningApi.GRANT.principal());

    HttpResponse<String> response = api.get("/query/" + ID);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            "{\"uuid\":\"7d5a0e5c-2c1f-4a35-9a36-3d0a1f0d8f11\","
                + "\"start_time\":\"2026-03-01T10:00:00.123456Z\","
                + "\"end_time\":\"2026-03-01T10:00:01.623456Z\",\"duration_ms\":1500,"
                + "\"query\":\"SELECT 'é'\",\"session_id\":\"s-1\","
                + "\"client_interface\":\"HttpQuery\",\"error\":\"it broke\",\"visible\":true,"
                + "\"requested_by\":\"metabase\",\"user_agent\":\"curl/8\",\"progress\":null}");
  }

  @Test
  void idOfARunningQueryIsRefusedUntilItHasEnded() {
    String again = "{\"statement\":\"SELECT 1\",\"query_id\":\"" + ID + "\"}";
    RunningQuery first =
        api.log.start(
            start(ClientInterface.HTTP, RunningApi.GRANT.principal()),
            new FakeSession(api.sessions, new SessionId("s-1"), true),
            _ -> {});

    HttpResponse<String> refused = api.post("/query", again);

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(RunningApi.json(refused.body()).get("error").get("code").asText())
        .isEqualTo("QUERY_ID_IN_USE");
    assertThat(refused.headers().firstValue("retry-after")).isEmpty();
    first.succeeded();
    assertThat(api.post("/query", again).statusCode()).isEqualTo(200);
  }

  @Test
  void runningQueryHasProgressAndNoEnd() {
    record(
        new QueryRecord(
            start(ClientInterface.HTTP, RunningApi.GRANT.principal()),
            FakeLog.BEGAN,
            Optional.empty(),
            Optional.empty(),
            Optional.of(new QueryProgress(12.5, 10, 80))));

    JsonNode body = RunningApi.json(api.get("/query/" + ID).body());

    assertThat(body.get("end_time").isNull()).isTrue();
    assertThat(body.get("error").isNull()).isTrue();
    assertThat(body.get("duration_ms").isIntegralNumber()).isTrue();
    assertThat(body.get("progress").toString())
        .isEqualTo("{\"percentage\":12.5,\"rows_processed\":10,\"total_rows\":80}");
  }

  @ParameterizedTest
  @CsvSource({"HTTP,HttpQuery", "FLIGHT,ArrowFlightSQL", "POSTGRES,Postgres"})
  void interfacesHaveTheirPublicNames(ClientInterface clientInterface, String name) {
    recordEnded(clientInterface, RunningApi.GRANT.principal());

    JsonNode body = RunningApi.json(api.get("/query/" + ID).body());

    assertThat(body.get("client_interface").asText()).isEqualTo(name);
  }

  @Test
  void idMayBeWrittenWithoutHyphens() {
    recordEnded(ClientInterface.HTTP, RunningApi.GRANT.principal());

    assertThat(api.get("/query/" + ID.toString().replace("-", "")).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "nonsense,400,INVALID_PARAMETER",
    "1-1-1-1-1,400,INVALID_PARAMETER",
    "7d5a0e5c-2c1f-4a35-9a36-3d0a1f0d8f1g,400,INVALID_PARAMETER",
    "00000000-0000-0000-0000-000000000000,404,QUERY_NOT_FOUND"
  })
  void unknownAndMalformedIdsAreToldApart(String id, int status, String code) {
    for (HttpResponse<String> response :
        List.of(api.get("/query/" + id), api.send(api.request("/query/" + id).DELETE()))) {
      assertThat(response.statusCode()).isEqualTo(status);
      assertThat(RunningApi.json(response.body()).get("error").get("code").asText())
          .isEqualTo(code);
    }
  }

  @Test
  void queriesOfOthersAreUnknown() {
    recordEnded(ClientInterface.HTTP, new Principal(new UUID(9, 9), "eve"));

    assertThat(api.get("/query/" + ID).statusCode()).isEqualTo(404);
    assertThat(api.send(api.request("/query/" + ID).DELETE()).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "?session_id=s-1,true,Query cancelled",
    "?session_id=wrong-session,false,Session ID does not match",
    "?session_id=,true,Query cancelled",
    "'',true,Query cancelled"
  })
  void cancellingNeedsTheRightSession(String query, boolean cancelled, String message) {
    recordEnded(ClientInterface.HTTP, RunningApi.GRANT.principal());

    HttpResponse<String> response = api.send(api.request("/query/" + ID + query).DELETE());

    assertThat(response.statusCode()).isEqualTo(200);
    JsonNode body = RunningApi.json(response.body());
    assertThat(body.get("cancelled").asBoolean()).isEqualTo(cancelled);
    assertThat(body.get("message").asText()).isEqualTo(message);
  }

  @Test
  void overlongSessionIdIsRefused() {
    HttpResponse<String> response =
        api.send(api.request("/query/" + ID + "?session_id=" + "x".repeat(300)).DELETE());

    assertThat(response.statusCode()).isEqualTo(400);
  }
}
