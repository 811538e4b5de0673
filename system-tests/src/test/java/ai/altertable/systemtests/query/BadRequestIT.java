package ai.altertable.systemtests.query;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Answer;
import ai.altertable.systemtests.harness.Failure;
import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.Query;
import ai.altertable.systemtests.harness.RawClient;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@SystemTest
final class BadRequestIT {
  private static final int GOOD_ROWS = 300_000;
  private static final String BROKEN_AFTER_MANY_ROWS =
      "SELECT CASE WHEN i < %d THEN i::VARCHAR ELSE 'no number' END::INTEGER FROM range(%d) t(i)"
          .formatted(GOOD_ROWS, GOOD_ROWS + 1000);

  @Test
  void wrongCredentialsAreRefused(RunningServer server) {
    for (String credentials : List.of("admin:secret-2", "admin:", "nobody:secret-1", "admin", "")) {
      HttpResponse<String> refused =
          server.http(credentials).send("POST", "/query", BodyPublishers.ofString("{}"));
      assertThat(refused.statusCode()).as(credentials).isEqualTo(401);
      assertThat(refused.body()).doesNotContain("secret");
    }
    assertThat(raw(server.http(), "POST /query HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n"))
        .startsWith("HTTP/1.1 401");
  }

  @Test
  void unknownRouteIsToldWithoutCredentials(Http http) {
    assertThat(raw(http, "GET /qery HTTP/1.1\r\nHost: x\r\n")).startsWith("HTTP/1.1 404");
    assertThat(http.get("/query/a/b/c").statusCode()).isEqualTo(404);
  }

  @Test
  void malformedJsonIsRefusedWithItsPlace(Http http) {
    Failure failure = post(http, "{\"statement\": \"SELECT 1\",}");
    assertThat(failure.status()).isEqualTo(400);
    assertThat(failure.code()).isEqualTo("INVALID_REQUEST");
    assertThat(failure.id()).isNotEmpty();
    assertThat(post(http, "SELECT 1").status()).isEqualTo(400);
    assertThat(post(http, "[]").status()).isEqualTo(400);
    assertThat(post(http, "{}").message()).contains("statement");
    assertThat(post(http, "{\"statement\": 1}").status()).isEqualTo(400);
    assertThat(post(http, "").status()).isEqualTo(400);
  }

  @Test
  void malformedUuidIsRefusedAndAnUnknownOneIsNotFound(Http http) {
    assertThat(http.get("/query/not-a-uuid").statusCode()).isEqualTo(400);
    assertThat(http.get("/query/00000000-0000-4000-8000-000000000000").statusCode()).isEqualTo(404);
  }

  @Test
  void unknownCatalogIsTold(Http http) {
    Failure failure = http.query(Query.of("SELECT 1").with("catalog", "demo")).error();
    assertThat(failure.code()).isEqualTo("CATALOG_NOT_FOUND");
    assertThat(failure.message()).contains("Catalog \"demo\" does not exist");
    assertThat(http.query("SELECT * FROM demo.main.t").error().code())
        .isIn("CATALOG_NOT_FOUND", "TABLE_NOT_FOUND");
  }

  @Test
  void unknownTableIsToldWithTheOneThatIsMeant(Http http) {
    http.query("CREATE OR REPLACE TABLE customers_of_acme(i INTEGER)").orFail();
    Failure failure = http.query("SELECT *\nFROM customer_of_acme").error();
    assertThat(failure.code()).isEqualTo("TABLE_NOT_FOUND");
    assertThat(failure.message()).contains("customer_of_acme", "customers_of_acme");
    assertThat(failure.id()).isNotEmpty();
    Failure column = http.query("SELECT j FROM customers_of_acme").error();
    assertThat(column.code()).isEqualTo("COLUMN_NOT_FOUND");
    assertThat(column.message()).contains("\"i\"");
  }

  @Test
  void syntaxErrorHasItsPositionInTheWholeText(Http http) {
    Failure failure = http.query("SELECT 1;\nSELECT 2 FRM x").error();
    assertThat(failure.code()).isEqualTo("SYNTAX_ERROR");
    assertThat(failure.position()).isEqualTo("SELECT 1;\nSELECT 2 FRM x".indexOf("x") + 1);
    assertThat(failure.message()).contains("FRM x");
  }

  @Test
  void errorAfterManyRowsIsTheLastLineAndNoEndOfRows(Http http) {
    Answer broken = http.query(BROKEN_AFTER_MANY_ROWS);
    assertThat(broken.rows()).hasSizeBetween(1, GOOD_ROWS);
    assertThat(broken.rows().getLast().toString())
        .isEqualTo("[" + (broken.rows().size() - 1) + "]");
    assertThat(broken.error().id()).isNotEmpty();
  }

  /// DuckDB itself says now and then that it was interrupted.
  @RepeatedTest(50)
  void errorAfterManyRowsIsAlwaysTheOneThatHappened(Http http) {
    Failure failure = http.query(BROKEN_AFTER_MANY_ROWS).error();
    assertThat(failure.code()).isEqualTo("INVALID_VALUE");
    assertThat(failure.message()).contains("no number");
  }

  @Test
  void faultOfOursIsInTheLogUnderTheIdThatTheClientSees(RunningServer server) throws IOException {
    Path staging = server.data().resolve("staging").resolve("hosted-1");
    Path aside = staging.resolveSibling("aside");
    Files.move(staging, aside);
    try {
      Failure failure =
          Failure.ofResponse(
              server.http().upload(Map.of("table", "t"), BodyPublishers.ofString("a\n1\n")));
      assertThat(failure.status()).isEqualTo(500);
      requireOurs(failure, server);
    } finally {
      Files.move(aside, staging);
    }
  }

  @Test
  void fileOfATableThatIsLostIsAFaultOfOurs(RunningServer server) throws IOException {
    Http http = server.http();
    http.query("CREATE OR REPLACE TABLE to_be_lost AS FROM range(100000)").orFail();
    for (Path file : parquetFilesOf(server, "to_be_lost")) {
      Files.delete(file);
    }
    requireOurs(http.query("SELECT sum(range) FROM to_be_lost").error(), server);
    http.query("DROP TABLE to_be_lost").orFail();
  }

  private static void requireOurs(Failure failure, RunningServer server) {
    assertThat(failure.code()).isEqualTo("INTERNAL");
    assertThat(failure.message()).contains(failure.id()).doesNotContain(server.data().toString());
    assertThat(server.workerLog() + server.serverLog()).contains(failure.id());
  }

  private static List<Path> parquetFilesOf(RunningServer server, String table) throws IOException {
    try (Stream<Path> files = Files.walk(server.data().resolve("objects"))) {
      List<Path> found =
          files
              .filter(file -> file.toString().endsWith(".parquet"))
              .filter(file -> file.toString().contains("/" + table + "/"))
              .toList();
      assertThat(found).isNotEmpty();
      return found;
    }
  }

  private static Failure post(Http http, String body) {
    HttpResponse<String> response = http.send("POST", "/query", BodyPublishers.ofString(body));
    return Failure.ofResponse(response);
  }

  private static String raw(Http http, String head) {
    try (RawClient client = RawClient.connect(http)) {
      return client.send(head + "Connection: close\r\n\r\n").readToEnd(Duration.ofSeconds(10));
    }
  }
}
