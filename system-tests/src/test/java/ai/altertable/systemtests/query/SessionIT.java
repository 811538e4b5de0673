package ai.altertable.systemtests.query;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Answer;
import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.Query;
import ai.altertable.systemtests.harness.SystemTest;
import ai.altertable.systemtests.harness.Wait;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SystemTest
final class SessionIT {
  @BeforeAll
  static void schema(Http http) {
    http.query(
            "CREATE SCHEMA IF NOT EXISTS attic; CREATE OR REPLACE TABLE attic.box AS SELECT 5 AS n")
        .orFail();
  }

  private static Query in(String session, String statement) {
    return Query.of(statement).session(session);
  }

  private static String fresh() {
    return "session of " + UUID.randomUUID();
  }

  @Test
  void sessionKeepsUseAndSettingsAndTemporaryTables(Http http) {
    String session = fresh();
    assertThat(http.query(in(session, "USE attic")).orFail().head("session_id")).isEqualTo(session);
    http.query(in(session, "SET TimeZone = 'Asia/Tokyo'")).orFail();
    http.query(in(session, "SET VARIABLE mine = 'kept'")).orFail();
    http.query(in(session, "CREATE TEMP TABLE aside AS FROM range(3) t(i)")).orFail();
    assertThat(http.query(in(session, "SELECT n FROM box")).value()).isEqualTo("5");
    assertThat(http.query(in(session, "SELECT current_setting('TimeZone')")).value())
        .isEqualTo("Asia/Tokyo");
    assertThat(http.query(in(session, "SELECT getvariable('mine')")).value()).isEqualTo("kept");
    assertThat(http.query(in(session, "SELECT sum(i) FROM aside")).value()).isEqualTo("3");
  }

  @Test
  void otherSessionsSeeNothingOfIt(Http http) {
    String session = fresh();
    http.query(in(session, "CREATE TEMP TABLE secret AS SELECT 1; USE attic")).orFail();
    assertThat(http.query(in(fresh(), "FROM secret")).error().code()).isEqualTo("TABLE_NOT_FOUND");
    assertThat(http.query("FROM box").error().code()).isEqualTo("TABLE_NOT_FOUND");
    assertThat(http.query("SELECT current_schema()").value()).isEqualTo("main");
  }

  @Test
  void transactionSpansTheRequestsOfASession(Http http) {
    String session = fresh();
    http.query("CREATE OR REPLACE TABLE ledger(i INTEGER)").orFail();
    http.query(in(session, "BEGIN")).orFail();
    http.query(in(session, "INSERT INTO ledger VALUES (1), (2)")).orFail();
    assertThat(http.query(in(session, "SELECT count(*) FROM ledger")).number()).isEqualTo(2);
    assertThat(http.query("SELECT count(*) FROM ledger").number()).isZero();
    http.query(in(session, "COMMIT")).orFail();
    assertThat(http.query("SELECT count(*) FROM ledger").number()).isEqualTo(2);
  }

  @Test
  void ephemeralSessionKeepsNothing(Http http) {
    String session = fresh();
    http.query(in(session, "SET VARIABLE mine = 'gone'").with("ephemeral", true)).orFail();
    assertThat(http.query(in(session, "SELECT getvariable('mine') IS NULL")).value())
        .isEqualTo("true");
  }

  @Test
  void secondStatementOnABusySessionNeverCostsTheFirstOneRows(Http http) throws Exception {
    String session = fresh();
    http.query(in(session, "SET VARIABLE n = 400000")).orFail();
    CompletableFuture<Answer> first =
        CompletableFuture.supplyAsync(
            () -> http.query(in(session, "SELECT i FROM range(getvariable('n')) t(i)")));
    Wait.pause(Duration.ofMillis(100));
    Answer second = http.query(in(session, "SELECT 'second'"));
    Answer whole = first.get(60, TimeUnit.SECONDS).orFail();
    assertThat(whole.rows().stream().mapToLong(row -> row.get(0).asLong()).sum())
        .isEqualTo(LongStream.range(0, 400_000).sum());
    if (second.failure().isPresent()) {
      assertThat(second.error().code()).isEqualTo("SESSION_BUSY");
    } else {
      assertThat(second.value()).isEqualTo("second");
    }
  }

  @Test
  void lastOfSeveralStatementsAnswers(Http http) {
    Answer answer =
        http.query(
            "CREATE OR REPLACE TABLE steps(i INTEGER); INSERT INTO steps VALUES (1), (2); -- ;\n"
                + "SELECT sum(i) AS total FROM steps;");
    assertThat(answer.columns()).containsExactly("total HUGEINT");
    assertThat(answer.value()).isEqualTo("3");
  }

  @Test
  void statementAfterAFailedOneDoesNotRun(Http http) {
    http.query("CREATE OR REPLACE TABLE unharmed(i INTEGER)").orFail();
    Answer answer =
        http.query("INSERT INTO unharmed VALUES (1); SELECT 'x'::INTEGER; DROP TABLE unharmed");
    assertThat(answer.error().code()).isEqualTo("INVALID_VALUE");
    assertThat(http.query("SELECT count(*) FROM unharmed").number()).isEqualTo(1);
  }

  @Test
  void limitAndOffsetCutTheAnswer(Http http) {
    Query query = Query.of("FROM range(100) t(i) ORDER BY i;").with("limit", 3).with("offset", 10);
    Answer answer = http.query(query).orFail();
    assertThat(answer.texts()).containsExactly("[10]", "[11]", "[12]");
    assertThat(answer.head("rows_limit")).isEqualTo("3");
    assertThat(answer.head("rows_offset")).isEqualTo("10");
  }

  @Test
  void timeZoneOfTheRequestHolds(Http http) {
    String instant = "SELECT TIMESTAMPTZ '2026-07-01 12:00:00+00' AS t, t::VARCHAR";
    assertThat(http.query(instant).texts())
        .containsExactly("[\"2026-07-01T12:00:00Z\",\"2026-07-01 12:00:00+00\"]");
    assertThat(http.query(Query.of(instant).with("timezone", "Asia/Kolkata")).texts())
        .containsExactly("[\"2026-07-01T17:30:00+05:30\",\"2026-07-01 17:30:00+05:30\"]");
    assertThat(http.query(Query.of(instant).with("timezone", "Mars/Base")).error().status())
        .isEqualTo(400);
  }

  @Test
  void catalogAndSchemaOfTheRequestHold(Http http) {
    Query query =
        Query.of("SELECT n FROM box").with("catalog", "lakehouse").with("schema", "attic");
    assertThat(http.query(query).value()).isEqualTo("5");
  }

  @Test
  void nullsAndUnknownMembersAreNoHindrance(Http http) {
    String body =
        """
        {"statement": "SELECT 1", "catalog": null, "schema": null, "session_id": null,
         "query_id": null, "limit": null, "offset": null, "timezone": null, "ephemeral": null,
         "visible": null, "requested_by": null, "cache": null, "compute_size": null, "what": [1]}
        """;
    assertThat(http.send("POST", "/query", BodyPublishers.ofString(body)).body()).endsWith("[1]\n");
  }

  @Test
  void runningQueryIsCancelledByItsId(Http http) throws Exception {
    UUID id = UUID.randomUUID();
    String endless = "SELECT count(*) FROM range(1000000000000) t(i) WHERE i % 7 = 3";
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(() -> http.query(in("s1", endless).id(id)));
    Wait.until(
        Duration.ofSeconds(5),
        "the query runs",
        () -> http.get("/query/" + id).statusCode() == 200);
    assertThat(delete(http, id, "wrong-session")).contains("\"cancelled\":false");
    assertThat(delete(http, id, "s1")).contains("\"cancelled\":true");
    assertThat(answer.get(5, TimeUnit.SECONDS).error().code()).isEqualTo("QUERY_CANCELLED");
    assertThat(delete(http, id, "s1")).contains("\"cancelled\":true");
    assertThat(List.of(http.query(in("s1", "SELECT 1")).value())).containsExactly("1");
  }

  private static String delete(Http http, UUID id, String session) {
    return http.send("DELETE", "/query/" + id + "?session_id=" + session, BodyPublishers.noBody())
        .body();
  }
}
