package ai.altertable.rest;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.foundation.session.QueryRecord;
import ai.altertable.foundation.session.QueryResult;
import ai.altertable.foundation.session.RowSchema;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.foundation.session.SessionRequest;
import ai.altertable.foundation.session.SqlType;
import ai.altertable.foundation.session.SqlType.Simple;
import ai.altertable.rest.ndjson.Batches;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryTest {
  private static final RowSchema NUMBER =
      new RowSchema(List.of(Batches.column("n", Simple.INTEGER)));

  private static final String TIME_ZONE = "SELECT system.main.current_setting('TimeZone')";

  @TempDir private Path staging;
  private RunningApi api;

  @BeforeEach
  void start() {
    api = new RunningApi(staging);
    api.sessions.on("SELECT 1", NUMBER, session -> FakeRows.row(api.allocator, NUMBER, 1));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void rowsFollowMetadataAndTypedColumns() {
    List<String> lines = api.query("{\"statement\": \"SELECT 1\"}");

    assertThat(lines).hasSize(3);
    assertThat(lines.get(1)).isEqualTo("[{\"name\":\"n\",\"type\":\"INTEGER\"}]");
    assertThat(lines.get(2)).isEqualTo("[1]");
    JsonNode metadata = RunningApi.json(lines.getFirst());
    assertThat(metadata.properties().stream().map(Map.Entry::getKey))
        .containsExactly(
            "statement",
            "rows_limit",
            "rows_offset",
            "init_time_ms",
            "connections_errors",
            "session_id",
            "query_id",
            "worker_slug");
    assertThat(metadata.get("statement").asText()).isEqualTo("SELECT 1");
    assertThat(metadata.get("rows_limit").isNull()).isTrue();
    assertThat(metadata.get("rows_offset").isNull()).isTrue();
    assertThat(metadata.get("init_time_ms").asLong()).isPositive();
    assertThat(metadata.get("connections_errors").isEmpty()).isTrue();
    assertThat(metadata.get("connections_errors").isObject()).isTrue();
    assertThat(metadata.get("session_id").asText()).isEqualTo("made-up");
    assertThat(UUID.fromString(metadata.get("query_id").asText())).isNotNull();
    assertThat(metadata.get("worker_slug").asText()).isEqualTo("worker-7");
  }

  @Test
  void answerIsNdjsonWithRequestId() {
    HttpResponse<String> response =
        api.send(
            api.request("/query")
                .header("x-request-id", "req-42")
                .POST(HttpRequest.BodyPublishers.ofString("{\"statement\": \"SELECT 1\"}")));

    assertThat(response.headers().firstValue("content-type")).contains("application/x-ndjson");
    assertThat(response.headers().firstValue("x-request-id")).contains("req-42");
  }

  @Test
  void everyMemberOfTheRequestIsPassedOn() {
    String id = "7d5a0e5c-2c1f-4a35-9a36-3d0a1f0d8f11";
    List<String> lines =
        api.query(
            """
            {"statement": "SELECT 1", "catalog": "lakehouse", "schema": "main",
             "query_id": "%s", "limit": 10, "offset": 20, "timezone": "Europe/Paris",
             "visible": false, "requested_by": "metabase", "compute_size": "XS", "cache": true,
             "dialect": "duckdb", "sanitize": false, "format": "default", "params": {},
             "unheard_of": {"x": [1]}}
            """
                .formatted(id));

    SessionRequest request = api.sessions.requests.getFirst();
    assertThat(request.catalog()).contains("lakehouse");
    assertThat(request.schema()).contains("main");
    assertThat(request.timeZone()).contains(ZoneId.of("Europe/Paris"));
    assertThat(request.principal()).isEqualTo(RunningApi.GRANT.principal());
    assertThat(request.access()).isEqualTo(RunningApi.GRANT.access());
    assertThat(request.clientAddress()).isEqualTo("192.0.2.1");
    FakeSession session = api.sessions.opened.getFirst();
    assertThat(session.options.getFirst().rowLimit()).isEqualTo(OptionalLong.of(10));
    assertThat(session.options.getFirst().rowOffset()).isEqualTo(20);
    JsonNode metadata = RunningApi.json(lines.getFirst());
    assertThat(metadata.get("query_id").asText()).isEqualTo(id);
    assertThat(metadata.get("rows_limit").asLong()).isEqualTo(10);
    assertThat(metadata.get("rows_offset").asLong()).isEqualTo(20);
    QueryRecord record = api.log.ends.remove();
    assertThat(record.start().visible()).isFalse();
    assertThat(record.start().requestedBy()).contains("metabase");
    assertThat(record.start().text()).isEqualTo("SELECT 1");
  }

  @Test
  void explicitNullsAreAbsent() {
    List<String> lines =
        api.query(
            """
            {"statement": "SELECT 1", "catalog": null, "schema": null, "session_id": null,
             "query_id": null, "limit": null, "offset": null, "timezone": null, "ephemeral": null,
             "visible": null, "requested_by": null, "cache": null, "dialect": null, "format": null,
             "sanitize": null, "params": null, "compute_size": null}
            """);

    assertThat(lines).hasSize(3);
    assertThat(api.sessions.requests.getFirst().catalog()).contains("lakehouse");
    assertThat(api.log.ends.remove().start().visible()).isTrue();
  }

  @Test
  void unusableQueryIdIsReplaced() {
    List<String> lines = api.query("{\"statement\": \"SELECT 1\", \"query_id\": \"nonsense\"}");

    String id = RunningApi.json(lines.getFirst()).get("query_id").asText();
    assertThat(UUID.fromString(id)).isNotNull();
    assertThat(id).isNotEqualTo("nonsense");
  }

  @Test
  void namedSessionIsKeptAndEchoed() {
    List<String> lines = api.query("{\"statement\": \"SELECT 1\", \"session_id\": \"abc 1\"}");

    assertThat(RunningApi.json(lines.getFirst()).get("session_id").asText()).isEqualTo("abc 1");
    assertThat(api.sessions.requests.getFirst().sessionId()).contains(new SessionId("abc 1"));
    assertThat(api.sessions.requests.getFirst().keep()).isTrue();
  }

  @Test
  void ephemeralSessionIsNotKept() {
    api.query("{\"statement\": \"SELECT 1\", \"session_id\": \"s\", \"ephemeral\": true}");
    api.query("{\"statement\": \"SELECT 1\"}");

    assertThat(api.sessions.requests).extracting(SessionRequest::keep).containsOnly(false);
  }

  @Test
  void namedSessionIsMovedToWhereTheRequestWantsIt() {
    api.sessions.on("USE \"other\".\"main\"", QueryResult.Done::new);
    api.sessions.on("SET TimeZone = 'Europe/Paris'", QueryResult.Done::new);
    RowSchema setting = Batches.schema(Simple.VARCHAR);
    api.sessions.on(TIME_ZONE, () -> FakeRows.row(api.allocator, setting, "Etc/UTC"));

    api.query(
        """
        {"statement": "SELECT 1", "session_id": "s", "catalog": "other",
         "timezone": "Europe/Paris"}
        """);

    assertThat(api.sessions.opened.getFirst().executed)
        .containsSubsequence("USE \"other\".\"main\"", "SET TimeZone = 'Europe/Paris'", "SELECT 1");
  }

  @Test
  void timestampsAreInTheZoneThatTheSessionHas() {
    RowSchema moment = Batches.schema(Simple.TIMESTAMP_TZ);
    api.sessions.on(
        "SELECT now()",
        moment,
        session -> FakeRows.row(api.allocator, moment, 1_704_110_400_000_000L));
    RowSchema setting = Batches.schema(Simple.VARCHAR);
    api.sessions.on(TIME_ZONE, () -> FakeRows.row(api.allocator, setting, "Asia/Tokyo"));

    assertThat(api.query("{\"statement\": \"SELECT now()\"}").get(2))
        .isEqualTo("[\"2024-01-01T12:00:00Z\"]");
    assertThat(
            api.query("{\"statement\": \"SELECT now()\", \"timezone\": \"Europe/Paris\"}").get(2))
        .isEqualTo("[\"2024-01-01T13:00:00+01:00\"]");
    assertThat(api.query("{\"statement\": \"SELECT now()\", \"session_id\": \"s\"}").get(2))
        .isEqualTo("[\"2024-01-01T21:00:00+09:00\"]");
    assertThat(api.query("{\"statement\": \"SELECT 1; SELECT now()\"}").get(2))
        .isEqualTo("[\"2024-01-01T21:00:00+09:00\"]");
  }

  @Test
  void severalStatementsAnswerWithTheLast() {
    api.sessions.on("CREATE TABLE t", QueryResult.Done::new);
    api.sessions.on("INSERT", () -> new QueryResult.Changed(2));
    List<String> lines =
        api.query("{\"statement\": \"CREATE TABLE t; INSERT ; -- x\\n; SELECT 1;\", \"limit\": 5}");

    assertThat(lines).hasSize(3).last().isEqualTo("[1]");
    FakeSession session = api.sessions.opened.getFirst();
    assertThat(session.executed).containsExactly("CREATE TABLE t", "INSERT", "SELECT 1");
    assertThat(session.options.get(1).rowLimit()).isEmpty();
    assertThat(session.options.get(2).rowLimit()).hasValue(5);
  }

  @Test
  void rowsOfEarlierStatementsAreReadToTheirEnd() {
    List<Integer> asked = new ArrayList<>();
    List<Supplier<List<List<Object>>>> batches =
        List.of(() -> batch(asked, 1), () -> batch(asked, 2));
    api.sessions.on("FIRST", () -> FakeRows.of(api.allocator, NUMBER, batches));

    api.query("{\"statement\": \"FIRST; SELECT 1\"}");

    assertThat(asked).containsExactly(1, 2);
  }

  private static List<List<Object>> batch(List<Integer> asked, int number) {
    asked.add(number);
    return List.of(List.of(number));
  }

  @Test
  void failureOfAnEarlierStatementEndsTheText() {
    List<String> lines = api.query("{\"statement\": \"SELECT 1;  BROKEN; SELECT 1\"}");

    assertThat(lines).hasSize(2);
    JsonNode error = RunningApi.json(lines.get(1));
    assertThat(error.get("position").asInt()).isEqualTo("SELECT 1;  ".length() + 1);
    assertThat(api.sessions.opened.getFirst().executed).containsExactly("SELECT 1");
  }

  @Test
  void changesAnswerWithTheirCount() {
    api.sessions.on("INSERT", () -> new QueryResult.Changed(42));

    assertThat(api.query("{\"statement\": \"INSERT\"}"))
        .hasSize(3)
        .endsWith("[{\"name\":\"Count\",\"type\":\"BIGINT\"}]", "[42]");
  }

  @Test
  void statementsWithoutRowsAnswerWithTheColumnsOfTheEngine() {
    api.sessions.on(
        "CREATE TABLE t",
        new RowSchema(List.of(Batches.column("Count", Simple.BIGINT))),
        session -> new QueryResult.Done());
    api.sessions.on("SET x = 1", QueryResult.Done::new);
    api.sessions.on("DROP TABLE t", new RowSchema(List.of()), session -> new QueryResult.Done());

    assertThat(api.query("{\"statement\": \"CREATE TABLE t\"}"))
        .hasSize(2)
        .last()
        .isEqualTo("[{\"name\":\"Count\",\"type\":\"BIGINT\"}]");
    for (String statement : List.of("SET x = 1", "DROP TABLE t")) {
      assertThat(api.query("{\"statement\": \"" + statement + "\"}"))
          .hasSize(2)
          .last()
          .isEqualTo("[{\"name\":\"Success\",\"type\":\"BOOLEAN\"}]");
    }
  }

  @Test
  void emptyResultKeepsItsHeader() {
    api.sessions.on("NOTHING", () -> FakeRows.none(api.allocator, NUMBER));

    assertThat(api.query("{\"statement\": \"NOTHING\"}"))
        .hasSize(2)
        .last()
        .isEqualTo("[{\"name\":\"n\",\"type\":\"INTEGER\"}]");
  }

  @Test
  void clientsThatNeedNamesGetThem() {
    api.sessions.on("NOTHING", () -> FakeRows.none(api.allocator, NUMBER));

    assertThat(as("AltertableRuby/0.5.1", "SELECT 1")).containsSubsequence("[\"n\"]", "[1]");
    assertThat(as("AltertableRuby/0.5.1", "NOTHING")).hasSize(2).endsWith("[]");
    assertThat(as("curl/8.0", "SELECT 1")).contains("[{\"name\":\"n\",\"type\":\"INTEGER\"}]");
  }

  private List<String> as(String userAgent, String statement) {
    return api.send(
            api.request("/query")
                .header("user-agent", userAgent)
                .POST(
                    HttpRequest.BodyPublishers.ofString("{\"statement\": \"" + statement + "\"}")))
        .body()
        .lines()
        .toList();
  }

  @Test
  void headerOfTheRequestDecidesOverTheUserAgent() {
    HttpResponse<String> response =
        api.send(
            api.request("/query")
                .header("X-Altertable-Column-Header", "names")
                .POST(HttpRequest.BodyPublishers.ofString("{\"statement\": \"SELECT 1\"}")));

    assertThat(response.body().lines()).contains("[\"n\"]");
  }

  @Test
  void failedStatementIsAnErrorLineUnder200() {
    List<String> lines = api.query("{\"statement\": \"  SELEC 1\"}");

    assertThat(lines).hasSize(2);
    JsonNode error = RunningApi.json(lines.get(1));
    assertThat(error.get("error").asText()).contains("Parser Error");
    assertThat(error.get("code").asText()).isEqualTo("SYNTAX_ERROR");
    assertThat(error.get("sqlstate").asText()).isEqualTo("42601");
    assertThat(UUID.fromString(error.get("id").asText())).isNotNull();
    assertThat(error.get("position").asInt()).isEqualTo(3);
    assertThat(api.log.ends.remove().error().orElseThrow()).contains("Parser Error");
  }

  @Test
  void textWithoutStatementFails() {
    JsonNode error = RunningApi.json(api.query("{\"statement\": \"-- nothing\"}").get(1));

    assertThat(error.get("code").asText()).isEqualTo("INVALID_STATEMENT");
  }

  @Test
  void failureInTheMiddleOfRowsEndsThemWithAnErrorLine() {
    List<Supplier<List<List<Object>>>> batches =
        List.of(
            () -> List.of(List.of(1, 2, 3)),
            () -> {
              throw new PlatformException(ErrorCode.INVALID_VALUE, "Could not convert 'x'");
            });
    api.sessions.on("HALF", () -> FakeRows.of(api.allocator, NUMBER, batches));

    List<String> lines = api.query("{\"statement\": \"HALF\"}");

    assertThat(lines).hasSize(6).containsSubsequence("[1]", "[2]", "[3]");
    assertThat(RunningApi.json(lines.getLast()).get("error").asText())
        .isEqualTo("Could not convert 'x'");
    assertThat(api.log.ends.remove().error()).contains("Could not convert 'x'");
  }

  @Test
  void rowTooLargeToWriteLeavesNoPartOfItself() {
    RowSchema blob = new RowSchema(List.of(Batches.column("b", Simple.BLOB)));
    List<Supplier<List<List<Object>>>> batches =
        List.of(() -> List.of(List.of(new byte[10], new byte[3 << 20])));
    api.sessions.on("LARGE", () -> FakeRows.of(api.allocator, blob, batches));

    List<String> lines = api.query("{\"statement\": \"LARGE\"}");

    assertThat(lines).hasSize(4);
    assertThat(lines.get(2)).isEqualTo("[\"" + "0".repeat(20) + "\"]");
    assertThat(RunningApi.json(lines.getLast()).get("code").asText()).isEqualTo("OUT_OF_MEMORY");
  }

  @Test
  void limitOfARowIsNoLimitOfTheAnswer() {
    RowSchema text = new RowSchema(List.of(Batches.column("t", Simple.VARCHAR)));
    String statement = "-".repeat(3) + "x".repeat(90_000);
    try (RunningApi small = new RunningApi(staging, new DataSize(0), new DataSize(2048))) {
      List<Supplier<List<List<Object>>>> batches =
          List.of(() -> List.of(Collections.nCopies(200, "y".repeat(1000))));
      small.sessions.on("ROWS", text, session -> FakeRows.of(small.allocator, text, batches));

      List<String> rows = small.query("{\"statement\": \"ROWS\"}");
      List<String> refused = small.query("{\"statement\": \"" + statement + "\"}");

      assertThat(rows).hasSize(202).last().isEqualTo("[\"" + "y".repeat(1000) + "\"]");
      assertThat(RunningApi.json(refused.getFirst()).get("statement").asText())
          .isEqualTo(statement);
    }
  }

  @Test
  void gateThatFillsUpBetweenRowsIsAnErrorLine() {
    List<Supplier<List<List<Object>>>> batches =
        List.of(
            () -> List.of(List.of(1)),
            () -> {
              throw new PlatformException(ErrorCode.TOO_MANY_STATEMENTS, "no slot to go on");
            });
    api.sessions.on("STREAM", NUMBER, session -> FakeRows.of(api.allocator, NUMBER, batches));

    List<String> lines = api.query("{\"statement\": \"STREAM\"}");

    assertThat(lines).hasSize(4);
    assertThat(RunningApi.json(lines.getLast()).get("error").asText())
        .isEqualTo("no slot to go on");
  }

  @Test
  void unforeseenFailureTellsItsIdOnly() {
    api.sessions.on(
        "CRASH",
        () -> {
          throw new IllegalStateException("secret of the house");
        });

    String line = api.query("{\"statement\": \"CRASH\"}").get(1);

    assertThat(line).doesNotContain("secret").contains("internal error");
    assertThat(RunningApi.json(line).get("code").asText()).isEqualTo("INTERNAL");
  }

  @Test
  void manyRowsArriveWhole() {
    RowSchema schema =
        new RowSchema(
            List.of(Batches.column("i", Simple.BIGINT), Batches.column("s", Simple.VARCHAR)));
    List<Supplier<List<List<Object>>>> batches = new ArrayList<>();
    for (int batch = 0; batch < 20; batch++) {
      long from = batch * 2000L;
      batches.add(() -> numbers(from));
    }
    api.sessions.on("MANY", () -> FakeRows.of(api.allocator, schema, batches));

    List<String> lines = api.query("{\"statement\": \"MANY\"}");

    assertThat(lines).hasSize(40_002);
    for (int i = 0; i < 40_000; i++) {
      assertThat(lines.get(i + 2)).isEqualTo("[" + i + ",\"row " + i + "\"]");
    }
  }

  private static List<List<Object>> numbers(long from) {
    List<Object> ids = new ArrayList<>();
    List<Object> names = new ArrayList<>();
    for (long i = from; i < from + 2000; i++) {
      ids.add(i);
      names.add("row " + i);
    }
    return List.of(ids, names);
  }

  @Test
  void unknownCatalogIsAMistakeOfTheStatement() {
    api.sessions.refusal =
        Optional.of(
            new PlatformException(ErrorCode.CATALOG_NOT_FOUND, "Catalog \"demo\" does not exist"));

    List<String> lines =
        api.query("{\"statement\": \"SELECT 1\", \"catalog\": \"demo\", \"session_id\": \"s\"}");

    assertThat(lines).hasSize(2);
    assertThat(RunningApi.json(lines.getFirst()).get("session_id").asText()).isEqualTo("s");
    assertThat(RunningApi.json(lines.get(1)).get("error").asText())
        .isEqualTo("Catalog \"demo\" does not exist");
  }

  @Test
  void fullGateIsToldByStatusWhenNothingHasRun() {
    api.sessions.on(
        "GATE",
        NUMBER,
        session -> {
          throw new PlatformException(ErrorCode.TOO_MANY_STATEMENTS, "too many statements wait");
        });

    HttpResponse<String> first = api.post("/query", "{\"statement\": \"GATE\"}");
    List<String> second = api.query("{\"statement\": \"SELECT 1; GATE\"}");

    assertThat(first.statusCode()).isEqualTo(429);
    assertThat(first.headers().firstValue("retry-after")).isPresent();
    assertThat(RunningApi.json(second.get(1)).get("code").asText())
        .isEqualTo("TOO_MANY_STATEMENTS");
  }

  @Test
  void queryIsInTheLogWhenItsAnswerHasEnded() throws InterruptedException {
    List<String> lines = api.query("{\"statement\": \"SELECT 1\"}");

    String id = RunningApi.json(lines.getFirst()).get("query_id").asText();
    assertThat(RunningApi.json(api.get("/query/" + id).body()).get("end_time").isNull()).isFalse();
    FakeSession session = api.sessions.opened.getFirst();
    assertThat(session.closed.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void nestedTypesAreNamedInTheHeader() {
    SqlType type =
        new SqlType.Struct(
            List.of(
                new SqlType.Member("a", new SqlType.ListOf(Simple.INTEGER)),
                new SqlType.Member("b", new SqlType.Decimal(10, 2))));
    RowSchema schema = new RowSchema(List.of(Batches.column("quote\"", type)));
    api.sessions.on("NESTED", () -> FakeRows.none(api.allocator, schema));

    JsonNode column = RunningApi.json(api.query("{\"statement\": \"NESTED\"}").get(1)).get(0);

    assertThat(column.get("name").asText()).isEqualTo("quote\"");
    assertThat(column.get("type").asText()).isEqualTo(type.toString());
  }
}
