package ai.altertable.systemtests.operation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Answer;
import ai.altertable.systemtests.harness.Background;
import ai.altertable.systemtests.harness.Failure;
import ai.altertable.systemtests.harness.Finished;
import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Program;
import ai.altertable.systemtests.harness.Query;
import ai.altertable.systemtests.harness.RawClient;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import ai.altertable.systemtests.harness.Wait;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `altertable query …` and `altertable session …` against a running server.
@SystemTest
final class KillIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final JsonMapper JSON = new JsonMapper();

  private record Operator(Program program, RunningServer server) {
    Finished run(String... words) {
      List<String> all = new ArrayList<>(List.of(words));
      all.addAll(List.of("--data-dir", server.data().toString()));
      return program.run(all.toArray(String[]::new));
    }

    Optional<JsonNode> find(String what, String id) {
      try {
        for (JsonNode one : JSON.readTree(run(what, "list", "--json").orFail().out())) {
          if (one.path("id").asText().equals(id)) {
            return Optional.of(one);
          }
        }
        return Optional.empty();
      } catch (com.fasterxml.jackson.core.JsonProcessingException malformed) {
        throw new AssertionError(malformed);
      }
    }

    void await(String id, String state) {
      Wait.until(
          SOON,
          "query " + id + " is " + state,
          () ->
              find("query", id)
                  .filter(one -> one.path("state").asText().equals(state))
                  .isPresent());
    }

    void awaitGone(String id) {
      Wait.until(SOON, "query " + id + " is gone", () -> find("query", id).isEmpty());
    }
  }

  private static void assertKilled(Failure failure) {
    assertThat(failure.code()).isEqualTo("QUERY_CANCELLED");
    assertThat(failure.message()).contains("an administrator ended");
  }

  @Test
  void queryIsKilledWhereverItStands(Program program, RunningServer server) throws Exception {
    try (Background background = new Background()) {
      Operator operator = new Operator(program, server);
      Http client = server.http();

      UUID computing = UUID.randomUUID();
      CompletableFuture<Answer> one =
          background.query(client, Query.of("/* my\nfirst */ " + Background.ENDLESS).id(computing));
      operator.await(computing.toString(), "computing");
      assertThat(operator.run("query", "list").orFail().out())
          .contains("STATEMENT", computing.toString(), "admin", "/* my first */ SELECT");
      assertThat(operator.run("query", "kill", computing.toString()).orFail().out())
          .isEqualToIgnoringNewLines("The query " + computing + " has ended.");
      assertThat(operator.find("query", computing.toString())).isEmpty();
      assertKilled(one.get(20, TimeUnit.SECONDS).error());

      UUID streaming = UUID.randomUUID();
      try (RawClient reader =
          RawClient.connect(client)
              .post(
                  Query.of("SELECT i, repeat('x', 200) AS x FROM range(10000000000) t(i)")
                      .id(streaming))) {
        operator.await(streaming.toString(), "streaming");
        assertThat(operator.find("query", streaming.toString()).orElseThrow().path("rows").asLong())
            .isPositive();
        operator.run("query", "kill", streaming.toString()).orFail();
        Wait.pause(Duration.ofMillis(500));
        assertThat(tail(reader)).contains("an administrator ended", "QUERY_CANCELLED");
      }
      operator.awaitGone(streaming.toString());

      client.query("CREATE OR REPLACE TABLE held(i INTEGER)").orFail();
      client.query(Query.of("BEGIN").session("holder")).orFail();
      client.query(Query.of("INSERT INTO held VALUES (1)").session("holder")).orFail();
      UUID waiting = UUID.randomUUID();
      CompletableFuture<Answer> blocked =
          background.query(client, Query.of("DELETE FROM held").id(waiting));
      operator.await(waiting.toString(), "waiting");
      operator.run("query", "kill", waiting.toString()).orFail();
      assertKilled(blocked.get(20, TimeUnit.SECONDS).error());
      client.query(Query.of("COMMIT").session("holder")).orFail();
      assertThat(client.query("SELECT count(*) FROM held").number()).isEqualTo(1);

      Finished unknown = operator.run("query", "kill", waiting.toString());
      assertThat(unknown.status()).isEqualTo(1);
      assertThat(unknown.err()).contains("no query " + waiting);
      assertThat(server.serverLog() + server.workerLog())
          .as("texts of statements are not logged")
          .doesNotContain("range(1000000000000)");
    }
  }

  private static String tail(RawClient reader) {
    return reader.halfClose().readToEnd(SOON);
  }

  @Test
  void sessionIsKilledWithAllThatItKeeps(Program program, RunningServer server) throws Exception {
    try (Background background = new Background()) {
      Operator operator = new Operator(program, server);
      Http client = server.http();
      Http other = server.http(Launch.OTHER_USER);
      client.query(Query.of("CREATE TEMP TABLE mine AS SELECT 1 AS i").session("shared")).orFail();
      other.query(Query.of("CREATE TEMP TABLE theirs AS SELECT 2 AS i").session("shared")).orFail();
      assertThat(operator.run("session", "list").orFail().out())
          .contains("shared", "kept", "admin", "second");

      Finished ambiguous = operator.run("session", "kill", "shared");
      assertThat(ambiguous.status()).isNotZero();
      assertThat(ambiguous.err()).contains("--user");
      operator.run("session", "kill", "shared", "--user", "admin").orFail();
      assertThat(client.query(Query.of("FROM mine").session("shared")).error().code())
          .isEqualTo("TABLE_NOT_FOUND");
      assertThat(other.query(Query.of("FROM theirs").session("shared")).value()).isEqualTo("2");

      CompletableFuture<Answer> busy =
          background.query(
              client, Query.of("SET VARIABLE v = 1; " + Background.ENDLESS).session("busy"));
      Wait.until(SOON, "it is in use", () -> operator.find("session", "busy").isPresent());
      assertThat(operator.run("session", "kill", "busy").orFail().out())
          .isEqualToIgnoringNewLines("The session busy has ended.");
      assertThat(operator.find("session", "busy")).isEmpty();
      assertKilled(busy.get(20, TimeUnit.SECONDS).error());

      assertThat(operator.run("session", "kill", "nobodys").status()).isEqualTo(1);
    }
  }

  @Test
  @Tag("slow")
  void withoutAServerItIsSaid(Program program) {
    RunningServer server = program.start(Launch.in(program.newDirectory()));
    server.close();
    Finished asked = new Operator(program, server).run("query", "list");
    assertThat(asked.status()).isEqualTo(1);
    assertThat(asked.err()).contains("No server runs");
  }
}
