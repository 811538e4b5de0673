package ai.altertable.rest;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.identity.ClientInterface;
import ai.altertable.foundation.identity.Grant;
import ai.altertable.foundation.session.Activity;
import ai.altertable.foundation.session.QueryId;
import ai.altertable.foundation.session.QueryProgress;
import ai.altertable.foundation.session.QueryStart;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.foundation.session.Work;
import ai.altertable.rest.operation.SessionItem;
import ai.altertable.rest.operation.Target;
import ai.altertable.rest.operation.WorkItem;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationTest {
  private static final Instant BEGAN = Instant.parse("2026-03-01T10:00:00Z");

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

  private static Grant server() {
    return Grant.ofPlatform(RunningApi.GRANT.environment(), Map.of(), RunningApi.GRANT.validity());
  }

  private HttpResponse<String> get(String path) {
    return api.send(api.request(path, server()).GET());
  }

  private HttpResponse<String> post(String path, String body) {
    return api.send(api.request(path, server()).POST(BodyPublishers.ofString(body)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"metrics", "queries", "sessions", "drain"})
  void onlyTheServerItselfAsks(String what) {
    assertThat(get("/platform/" + what).statusCode()).isEqualTo(200);
    assertThat(api.send(api.request("/platform/" + what).GET()).statusCode()).isEqualTo(403);
    assertThat(api.send(api.anonymous("/platform/" + what).GET()).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"queries", "sessions", "drain", "end"})
  void nobodyElseEndsAnything(String what) {
    var order = BodyPublishers.ofString("{\"id\":\"1\",\"draining\":true}");
    assertThat(api.send(api.request("/platform/" + what).POST(order)).statusCode()).isEqualTo(403);
    assertThat(api.operations.ended).isEmpty();
    assertThat(api.operations.draining).isFalse();
  }

  @Test
  void workIsListedOnOneLineWithoutControlCharacters() {
    QueryStart start =
        new QueryStart(
            Work.QUERY,
            new QueryId(new UUID(1, 2)),
            new SessionId("s"),
            RunningApi.GRANT.principal(),
            ClientInterface.HTTP,
            "127.0.0.1",
            "SELECT\n  1\u001b[2J " + "x".repeat(500),
            true,
            Optional.empty(),
            "");
    api.operations.work.add(
        new WorkItem(
            start, BEGAN, Activity.STREAMING, 12, Optional.of(new QueryProgress(50, 1, 2))));
    assertThat(get("/platform/queries").body())
        .contains("\"state\":\"streaming\"", "\"rows\":12", "\"percentage\":50.0")
        .contains("\"text\":\"SELECT 1 [2J xxx")
        .contains("x…\"")
        .hasSizeLessThan(500);
  }

  @Test
  void sessionsAreListed() {
    api.operations.sessions.add(new SessionItem("mine", "ann", "kept", BEGAN));
    assertThat(get("/platform/sessions").body())
        .isEqualTo(
            "[{\"id\":\"mine\",\"user\":\"ann\",\"state\":\"kept\","
                + "\"since\":\"2026-03-01T10:00:00Z\"}]");
  }

  @Test
  void whatIsNamedIsEnded() {
    assertThat(post("/platform/queries", "{\"id\":\"7\"}").body()).isEqualTo("{\"ended\":true}");
    assertThat(post("/platform/sessions", "{\"id\":\"s\",\"user\":\"ann\"}").body())
        .isEqualTo("{\"ended\":false}");
    assertThat(api.operations.ended)
        .containsExactly(new Target("7", Optional.empty()), new Target("s", Optional.of("ann")));
    HttpResponse<String> unknown = post("/platform/queries", "{\"id\":\"gone\"}");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("QUERY_NOT_FOUND");
    assertThat(post("/platform/queries", "{}").statusCode()).isEqualTo(400);
  }

  @Test
  void drainIsBegunAndEnded() {
    post("/platform/drain", "{\"draining\":true}");
    assertThat(get("/platform/drain").body())
        .isEqualTo("{\"draining\":true,\"running\":0,\"transactions\":3}");
    post("/platform/drain", "{\"draining\":false}");
    assertThat(api.operations.draining).isFalse();
    assertThat(post("/platform/drain", "{}").statusCode()).isEqualTo(400);
  }
}
