package ai.altertable.systemtests.operation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Answer;
import ai.altertable.systemtests.harness.Background;
import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Program;
import ai.altertable.systemtests.harness.Query;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import ai.altertable.systemtests.harness.Wait;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A server lets what runs end before it ends itself, within limits.
@SystemTest
final class DrainIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  private static void command(Program program, RunningServer server, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--data-dir", server.data().toString()));
    program.run(all.toArray(String[]::new)).orFail();
  }

  private static HttpResponse<String> post(Http client, String statement) {
    return client.send("POST", "/query", BodyPublishers.ofString(Query.of(statement).toString()));
  }

  /// Computes for some seconds.
  private static Query seconds(UUID id) {
    return Query.of("SELECT count(*) FROM range(4000000000) t(i) WHERE hash(i) % 7 = 3").id(id);
  }

  @Test
  void drainedWorkerTakesNothingNewUntilItIsResumed(Program program) throws Exception {
    try (RunningServer server = program.start(Launch.in(program.newDirectory()));
        Background background = new Background()) {
      Http client = server.http();
      client.query("CREATE TABLE t(i INTEGER)").orFail();
      client.query(Query.of("BEGIN").session("open")).orFail();
      client.query(Query.of("INSERT INTO t VALUES (1)").session("open")).orFail();
      UUID running = UUID.randomUUID();
      CompletableFuture<Answer> going =
          background.query(client, Query.of(Background.ENDLESS).id(running));
      Background.awaitComputing(client, 1);

      command(program, server, "worker", "drain");
      HttpResponse<String> refused = post(client, "SELECT 1");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.body()).contains("WORKER_DRAINING");
      assertThat(refused.headers().firstValue("retry-after")).isPresent();
      assertThat(client.get("/ready").statusCode()).isEqualTo(503);
      assertThat(client.get("/health").statusCode()).isEqualTo(200);
      client.query(Query.of("INSERT INTO t VALUES (2)").session("open")).orFail();
      client.query(Query.of("COMMIT").session("open")).orFail();
      assertThat(going).as("what runs is left alone").isNotDone();
      assertThat(client.send("DELETE", "/query/" + running, BodyPublishers.noBody()).statusCode())
          .as("and can be cancelled")
          .isEqualTo(200);
      assertThat(going.get(20, TimeUnit.SECONDS).error().code()).isEqualTo("QUERY_CANCELLED");

      server.worker().kill();
      Wait.until(
          Duration.ofSeconds(60),
          "the next worker is drained as well",
          () ->
              client.get("/metrics").body().contains("altertable_draining{worker=\"hosted-1\"} 1"));
      assertThat(post(client, "SELECT 1").body()).contains("WORKER_DRAINING");
      command(program, server, "worker", "resume", "hosted-1");
      assertThat(client.get("/ready").statusCode()).isEqualTo(200);
      assertThat(client.query("SELECT count(*) FROM t").number()).isEqualTo(2);
    }
  }

  @Test
  @Tag("slow")
  void queryThatEndsInTimeIsAnsweredBeforeTheServerEnds(Program program) throws Exception {
    try (RunningServer server =
            program.start(Launch.in(program.newDirectory()).with("--drain-seconds", "60"));
        Background background = new Background()) {
      Http client = server.http();
      UUID id = UUID.randomUUID();
      CompletableFuture<Answer> running = background.query(client, seconds(id));
      Background.awaitComputing(client, 1);
      server.server().signal("TERM");
      Wait.until(SOON, "it is not ready", () -> client.get("/ready").statusCode() == 503);
      assertThat(post(client, "SELECT 1").body()).contains("WORKER_DRAINING");
      assertThat(running.get(60, TimeUnit.SECONDS).number()).isPositive();
      Wait.until(SOON, "the server has ended", () -> !server.runs());
    }
  }

  @Test
  void queryThatDoesNotEndInTimeIsToldSo(Program program) throws Exception {
    try (RunningServer server = program.start(Launch.in(program.newDirectory()));
        Background background = new Background()) {
      Http client = server.http();
      UUID id = UUID.randomUUID();
      CompletableFuture<Answer> running =
          background.query(client, Query.of(Background.ENDLESS).id(id));
      Background.awaitComputing(client, 1);
      long began = System.nanoTime();
      server.server().signal("TERM");
      Answer answer = running.get(20, TimeUnit.SECONDS);
      assertThat(answer.error().code()).isEqualTo("SHUTTING_DOWN");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(2));
      Wait.until(SOON, "the server has ended", () -> !server.runs());
    }
  }

  @Test
  void secondSignalWaitsForNothing(Program program) throws Exception {
    try (RunningServer server =
            program.start(Launch.in(program.newDirectory()).with("--drain-seconds", "600"));
        Background background = new Background()) {
      Http client = server.http();
      UUID id = UUID.randomUUID();
      CompletableFuture<Answer> running =
          background.query(client, Query.of(Background.ENDLESS).id(id));
      Background.awaitComputing(client, 1);
      server.server().signal("TERM");
      Wait.until(SOON, "it is not ready", () -> client.get("/ready").statusCode() == 503);
      server.server().signal("TERM");
      assertThat(running.get(20, TimeUnit.SECONDS).error().code()).isEqualTo("SHUTTING_DOWN");
      Wait.until(SOON, "the server has ended", () -> !server.runs());
    }
  }

  @Test
  @Tag("slow")
  void statementsThatWaitToBeLetInAreToldAtOnce(Program program) throws Exception {
    try (RunningServer server = program.start(Launch.in(program.newDirectory()));
        Background background = new Background()) {
      Http client = server.http();
      List<CompletableFuture<Answer>> all = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        all.add(background.query(client, Query.of(Background.ENDLESS)));
      }
      Wait.until(
          SOON,
          "some wait",
          () -> client.get("/metrics").body().contains("state=\"waiting\",worker=\"hosted-1\"} 6"));
      command(program, server, "worker", "drain");
      Wait.until(
          Duration.ofSeconds(5),
          "those that wait are told",
          () ->
              all.stream()
                      .filter(CompletableFuture::isDone)
                      .filter(done -> done.join().error().code().equals("WORKER_DRAINING"))
                      .count()
                  == 6);
      assertThat(all.stream().filter(CompletableFuture::isDone)).hasSize(6);
    }
  }
}
