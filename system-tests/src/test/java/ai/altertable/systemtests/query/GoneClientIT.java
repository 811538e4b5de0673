package ai.altertable.systemtests.query;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Answer;
import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.Proc;
import ai.altertable.systemtests.harness.Query;
import ai.altertable.systemtests.harness.RawClient;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import ai.altertable.systemtests.harness.Wait;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Clients that go away while their query computes, or while it waits for them to read.
@SystemTest
@Tag("alone")
final class GoneClientIT {
  private static final String COMPUTING =
      "SELECT count(*) FROM range(1000000000000) t(i) WHERE i % 7 = 3";
  private static final String DELIVERING =
      "SELECT i, repeat('x', 200) AS x FROM range(10000000000) t(i)";

  private static final Duration NOTICED_WITHIN = Duration.ofSeconds(1);
  private static final Duration IDLE_WITHIN = Duration.ofSeconds(5);
  private static final Duration OBSERVED = Duration.ofMillis(500);

  /// How much a worker with nothing to do computes while it is observed.
  private static final Duration IDLE_CPU = Duration.ofMillis(100);

  enum Leaving {
    CLOSE,
    RESET,
    KILLED
  }

  @ParameterizedTest
  @EnumSource
  void queryThatComputesEndsWithItsClient(Leaving leaving, RunningServer server)
      throws IOException {
    requireEnds(leaving, COMPUTING, server);
  }

  @ParameterizedTest
  @EnumSource
  void queryThatDeliversEndsWithItsClient(Leaving leaving, RunningServer server)
      throws IOException {
    requireEnds(leaving, DELIVERING, server);
  }

  private static void requireEnds(Leaving leaving, String statement, RunningServer server)
      throws IOException {
    Http http = server.http();
    UUID id = UUID.randomUUID();
    String session = "left in " + id;
    http.query(Query.of("SET VARIABLE mine = 'kept'").session(session)).orFail();
    Query query = Query.of(statement).id(id).session(session);
    Runnable leave = begin(leaving, http, query);
    Wait.until(Duration.ofSeconds(5), "the query runs", () -> found(http, id));
    // Long enough for every buffer on the way to a client that does not read to be full.
    Wait.pause(Duration.ofSeconds(1));
    assertThat(ended(http, id)).isFalse();
    if (statement.equals(COMPUTING)) {
      assertThat(cpuWhileObserved(server.worker())).isGreaterThan(IDLE_CPU);
    }
    leave.run();
    Wait.until(
        NOTICED_WITHIN,
        "the query has ended, and its session is free",
        () -> ended(http, id) && free(http, session));
    assertThat(http.get("/query/" + id).body()).contains("the client closed the connection");
    // The JVM may still compile what has just run.
    Wait.until(
        IDLE_WITHIN,
        "the worker has nothing to do",
        () -> cpuWhileObserved(server.worker()).compareTo(IDLE_CPU) < 0);
  }

  /// Sends a query, and gives the way in which its client leaves.
  private static Runnable begin(Leaving leaving, Http http, Query query) throws IOException {
    return switch (leaving) {
      case CLOSE -> RawClient.connect(http).post(query)::close;
      case RESET -> RawClient.connect(http).post(query)::reset;
      case KILLED -> curl(http, query)::destroyForcibly;
    };
  }

  /// A process whose output nobody takes, so that it stops reading.
  private static Process curl(Http http, Query query) throws IOException {
    List<String> command =
        List.of(
            "curl",
            "-sS",
            "-H",
            "Authorization: " + http.authorization(),
            http.base().resolve("/query").toString(),
            "-d",
            query.toString());
    return new ProcessBuilder(command).start();
  }

  private static boolean found(Http http, UUID id) {
    return http.get("/query/" + id).statusCode() == 200;
  }

  private static boolean ended(Http http, UUID id) {
    HttpResponse<String> query = http.get("/query/" + id);
    return query.statusCode() == 200 && !query.body().contains("\"end_time\":null");
  }

  /// Whether the engine takes the next statement of a session, which holds one at a time.
  private static boolean free(Http http, String session) {
    Answer next = http.query(Query.of("SELECT getvariable('mine')").session(session));
    return next.failure().isEmpty() && next.value().equals("kept");
  }

  private static Duration cpuWhileObserved(Proc process) {
    Duration before = process.cpuTime();
    Wait.pause(OBSERVED);
    return process.cpuTime().minus(before);
  }

  @Test
  void clientThatOnlySaysThatItSendsNothingMoreGetsItsWholeAnswer(Http http) {
    try (RawClient client = RawClient.connect(http)) {
      client.post(Query.of("SELECT count(*) FROM range(300000000) t(i) WHERE i % 7 = 3"));
      String answer = client.halfClose().readToEnd(Duration.ofSeconds(60));
      assertThat(answer)
          .startsWith("HTTP/1.1 200")
          .containsPattern("\\[42857143\\]\n(\r\n0\r\n\r\n)?$");
    }
  }
}
