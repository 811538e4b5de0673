package ai.altertable.systemtests.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Answer;
import ai.altertable.systemtests.harness.Finished;
import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Outcome;
import ai.altertable.systemtests.harness.Program;
import ai.altertable.systemtests.harness.Query;
import ai.altertable.systemtests.harness.RunningMember;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import ai.altertable.systemtests.harness.Wait;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A worker that somebody runs themselves serves beside the hosted one, over TLS that both sides
/// show certificates on.
@SystemTest
final class SelfHostedWorkerIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String OWN = "west";
  private static final String LONG =
      "SELECT count(*) FROM range(3000000) a, range(3000000) b WHERE (a.range ^ b.range) % 7 = 3";

  private static Path token(Program program, RunningServer server) {
    Finished made =
        program
            .run("token", "create", "--slug", OWN, "--data-dir", server.data().toString())
            .orFail();
    try {
      return Files.writeString(Files.createTempFile("altertable", ".token"), made.out());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static RunningMember begin(
      Program program, RunningServer server, Path directory, String... more) {
    String[] arguments = {
      "--worker-dir",
      directory.toString(),
      "--objects-dir",
      server.data().resolve("objects").toString(),
      "--worker-memory",
      "1GiB",
    };
    String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return program.beginWorker(all);
  }

  private static JsonNode worker(Http http, String slug) {
    try {
      for (JsonNode one : JSON.readTree(http.get("/rest/v1/workers").body()).required("workers")) {
        if (one.required("slug").asText().equals(slug)) {
          return one;
        }
      }
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
    return JSON.createObjectNode();
  }

  private static void awaitState(Http http, RunningMember worker, String state) {
    assertThat(Wait.whether(SOON, () -> worker(http, OWN).path("state").asText().equals(state)))
        .as("%s is %s: %s\n%s", OWN, state, worker(http, OWN), worker.output())
        .isTrue();
  }

  private static boolean isServedBy(Http http, String slug) {
    return http.query("SELECT 1").orFail().head("worker_slug").equals(slug);
  }

  /// A session at that worker.
  private static String sessionAt(Http http, String slug) {
    for (int attempt = 0; attempt < 200; attempt++) {
      String id = UUID.randomUUID().toString();
      Answer answer = http.query(Query.of("SET TimeZone = 'UTC'").session(id)).orFail();
      if (answer.head("worker_slug").equals(slug)) {
        return id;
      }
    }
    throw new AssertionError("no session came to " + slug);
  }

  @Test
  @Timeout(300)
  void servesBesideTheHostedOneUntilItIsRevoked(Program program) throws Exception {
    Path directory = program.newDirectory();
    try (RunningServer server = program.start(Launch.in(program.newDirectory()))) {
      Http http = server.http();
      http.query("CREATE TABLE numbers AS SELECT range AS n FROM range(100000)").orFail();
      Path token = token(program, server);
      UUID last = UUID.randomUUID();
      try (RunningMember worker =
          begin(program, server, directory, "--enrollment-token-file", token.toString())) {
        awaitState(http, worker, "online");
        Wait.until(SOON, "it serves", () -> isServedBy(http, OWN));
        statefulSessionsStayWhereTheyAre(http);
        queriesAreCancelledWhereverTheyRun(http);
        tokenWorksOnce(program, server, token);
        commandsReachIt(program, server);
        drainedItTakesNothingNew(program, server);

        String session = sessionAt(http, OWN);
        http.query(Query.of("SELECT sum(n) FROM numbers").session(session).id(last)).orFail();
        worker.process().kill();
        onlyRetryableErrors(http);
        awaitState(http, worker, "lost");
      }
      try (RunningMember again = begin(program, server, directory)) {
        awaitState(http, again, "online");
        // What it could not tell before it was killed waits on its disk.
        Wait.until(SOON, "found", () -> http.get("/query/" + last).statusCode() == 200);
        assertThat(http.get("/query/" + last).body()).contains("SELECT sum(n) FROM numbers");
        assertThat(sessionAt(http, OWN)).isNotEmpty();
        revoke(http);
        Wait.until(SOON, "it is told", () -> again.output().contains("revoked"));
        for (int i = 0; i < 20; i++) {
          assertThat(http.query("SELECT 1").orFail().head("worker_slug")).isEqualTo("hosted-1");
        }
      }
    }
  }

  private static void statefulSessionsStayWhereTheyAre(Http http) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 30; i++) {
      String session = UUID.randomUUID().toString();
      String sql = "CREATE TEMP TABLE mine AS SELECT " + i + " AS i";
      String first = http.query(Query.of(sql).session(session)).orFail().head("worker_slug");
      seen.add(first);
      Answer second = http.query(Query.of("SELECT i FROM mine").session(session)).orFail();
      assertThat(second.number()).isEqualTo(i);
      assertThat(second.head("worker_slug")).isEqualTo(first);
    }
    assertThat(seen).containsExactlyInAnyOrder("hosted-1", OWN);
  }

  private static void queriesAreCancelledWhereverTheyRun(Http http) throws Exception {
    UUID id = UUID.randomUUID();
    String session = sessionAt(http, OWN);
    CompletableFuture<Outcome> running =
        CompletableFuture.supplyAsync(
            () -> http.attempt(Query.of(LONG).session(session).id(id)), Thread::startVirtualThread);
    Wait.until(SOON, "it runs", () -> http.get("/query/" + id).statusCode() == 200);
    HttpResponse<String> cancelled = http.send("DELETE", "/query/" + id, BodyPublishers.noBody());
    assertThat(cancelled.body()).contains("\"cancelled\":true");
    assertThat(running.get(30, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.failure().code()).isEqualTo("QUERY_CANCELLED"));
  }

  private static String command(Program program, RunningServer server, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--data-dir", server.data().toString()));
    return program.run(all.toArray(String[]::new)).orFail().out();
  }

  private static void commandsReachIt(Program program, RunningServer server) throws Exception {
    Http http = server.http();
    UUID id = UUID.randomUUID();
    String session = sessionAt(http, OWN);
    CompletableFuture<Outcome> running =
        CompletableFuture.supplyAsync(
            () -> http.attempt(Query.of(LONG).session(session).id(id)), Thread::startVirtualThread);
    Wait.until(SOON, "it runs", () -> http.get("/query/" + id).statusCode() == 200);
    assertThat(command(program, server, "query", "list").lines())
        .anySatisfy(line -> assertThat(line).contains(id.toString(), OWN, session));
    assertThat(command(program, server, "session", "list")).contains(session);
    assertThat(command(program, server, "query", "kill", id.toString())).contains("has ended");
    assertThat(running.get(30, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.failure().code()).isEqualTo("QUERY_CANCELLED"));
    assertThat(command(program, server, "session", "kill", session)).contains("has ended");
    assertThat(command(program, server, "session", "list")).doesNotContain(session);
    assertThat(http.get("/metrics").body())
        .contains("altertable_worker_up{worker=\"west\"} 1.0")
        .contains("altertable_members{kind=\"worker\",state=\"online\"} 2.0")
        .contains("altertable_heartbeat_statements{state=\"running\",worker=\"west\"}");
  }

  private static void drainedItTakesNothingNew(Program program, RunningServer server) {
    Http http = server.http();
    String session = sessionAt(http, OWN);
    http.query(Query.of("BEGIN").session(session)).orFail();
    assertThat(command(program, server, "worker", "drain", OWN)).contains("draining");
    assertThat(worker(http, OWN).path("state").asText()).isEqualTo("draining");
    assertThat(http.get("/ready").statusCode()).as("another serves on").isEqualTo(200);
    for (int i = 0; i < 20; i++) {
      assertThat(http.query("SELECT 1").orFail().head("worker_slug")).isEqualTo("hosted-1");
    }
    http.query(Query.of("SELECT 1").session(session)).orFail();
    assertThat(command(program, server, "worker", "list").lines())
        .anySatisfy(line -> assertThat(line).matches("west +\\S+ +own +draining +0 +0 +\\d+ +1 .*"))
        .anySatisfy(line -> assertThat(line).matches("hosted-1 +\\S+ +hosted +online .*"));
    http.query(Query.of("COMMIT").session(session)).orFail();
    command(program, server, "worker", "drain");
    assertThat(http.get("/ready").statusCode()).isEqualTo(503);
    assertThat(http.attempt(Query.of("SELECT 1")))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.failure().code()).isEqualTo("WORKER_DRAINING"));
    command(program, server, "worker", "resume");
    assertThat(sessionAt(http, OWN)).isNotEmpty();
  }

  private static void tokenWorksOnce(Program program, RunningServer server, Path token) {
    try (RunningMember second =
        begin(
            program, server, program.newDirectory(), "--enrollment-token-file", token.toString())) {
      assertThat(second.process().awaitEnd(SOON)).isTrue();
      assertThat(second.output())
          .contains("does not take this worker", "has been used")
          .doesNotContain("\tat ");
    }
  }

  private static void onlyRetryableErrors(Http http) {
    for (int i = 0; i < 50; i++) {
      switch (http.attempt(Query.of("SELECT count(*) FROM numbers"))) {
        case Outcome.Acknowledged _ -> {}
        case Outcome.Refused refused ->
            assertThat(refused.failure().code()).isEqualTo("WORKER_UNAVAILABLE");
        case Outcome.Broken(String how) -> throw new AssertionError("broken: " + how);
      }
    }
    http.query("SELECT count(*) FROM numbers").orFail();
  }

  private static void revoke(Http http) {
    String id = worker(http, OWN).required("id").asText();
    assertThat(http.send("DELETE", "/rest/v1/workers/" + id, BodyPublishers.noBody()).statusCode())
        .isEqualTo(204);
  }
}
