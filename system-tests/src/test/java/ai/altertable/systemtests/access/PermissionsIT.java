package ai.altertable.systemtests.access;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Answer;
import ai.altertable.systemtests.harness.Failure;
import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Program;
import ai.altertable.systemtests.harness.Query;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Who may do what, as the page says it: `docs/reference/permissions.md` is both the documentation
/// and what is expected here.
@SystemTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PermissionsIT {
  private static final String READER = "rob:secret-3";
  private static final String REMOVED = "gone:secret-4";
  private static final List<String> DATABASES = List.of("lakehouse", "archive", "acme_lakehouse");
  private static final String SESSION = "matrix";

  private static final String THINGS =
      """
      CREATE SCHEMA $C.attic;
      CREATE TABLE $C.main.things (id INTEGER, name VARCHAR);
      INSERT INTO $C.main.things VALUES (1, 'a');
      CREATE VIEW $C.main.seen AS SELECT 1 AS i
      """;

  private static final String TEMPORARY_THINGS =
      """
      CREATE TEMP TABLE things (id INTEGER, name VARCHAR);
      INSERT INTO temp.main.things VALUES (1, 'a');
      CREATE TEMP VIEW seen AS SELECT 1 AS i
      """;

  @Nullable private RunningServer own;

  @BeforeAll
  void start(Program program, @TempDir Path folder) throws IOException {
    RunningServer server =
        program.start(
            Launch.in(program.newDirectory())
                .with("--reader", READER, "--sample")
                .with("--database", "lakehouse", "--database", "archive"));
    own = server;
    String data = server.data().toString();
    String password = Files.writeString(folder.resolve("password"), "secret-4\n").toString();
    program.run("user", "add", "gone", "--password-file", password, "--data-dir", data).orFail();
    assertThat(server.http(REMOVED).query("SELECT 1").value()).isEqualTo("1");
    program.run("user", "remove", "gone", "--data-dir", data).orFail();
    for (String database : DATABASES) {
      server.http().query(THINGS.replace("$C", database)).orFail();
    }
    for (String login : List.of(Launch.USER, READER)) {
      Http client = server.http(login);
      client.query(Query.of("ATTACH ':memory:' AS scratch").session(SESSION)).orFail();
      client.query(Query.of(THINGS.replace("$C", "scratch")).session(SESSION)).orFail();
      client.query(Query.of(TEMPORARY_THINGS).session(SESSION)).orFail();
    }
  }

  @AfterAll
  void stop() {
    server().close();
  }

  private RunningServer server() {
    return Objects.requireNonNull(own);
  }

  /// Each cell is tried on every catalog that it is about.
  @Test
  void everythingIsAllowedOrRefusedAsThePageSays(Program program) throws IOException {
    Path page = program.home().resolve("docs/reference/permissions.md");
    PermissionTable expected = PermissionTable.of(Files.readString(page));
    assertThat(expected.rows()).hasSizeGreaterThan(20);

    PermissionTable actual = expected.measured(this::outcome);

    Path measured = Path.of("target", "permissions-measured.md");
    Files.writeString(measured, actual + "\n");
    assertThat(actual.toString()).as("what is, in %s", measured).isEqualTo(expected.toString());
    assertThat(actual.outcomes()).contains("yes", "READ_ONLY", "CATALOG_NOT_FOUND");
    assertThat(server().http().query("SELECT count(*) FROM lakehouse.main.things").number())
        .as("nothing has been changed in the end")
        .isEqualTo(1);
  }

  /// What came of it, the same for all principals and catalogs of a column, else all that came.
  private String outcome(String column, String said) {
    TreeSet<String> outcomes = new TreeSet<>();
    for (String login : logins(column)) {
      for (String catalog : catalogs(column)) {
        outcomes.add(outcome(server().http(login), catalog, said));
      }
    }
    return String.join(" or ", outcomes);
  }

  private static List<String> logins(String column) {
    return switch (column.split(": ", 2)[0]) {
      case "administrator" -> List.of(Launch.USER);
      case "reader" -> List.of(READER);
      case "anyone" -> List.of(Launch.USER, READER);
      default -> throw new IllegalArgumentException(column);
    };
  }

  private static List<String> catalogs(String column) {
    return switch (column.split(": ", 2)[1]) {
      case "database" -> DATABASES;
      case "scratch" -> List.of("scratch");
      case "temp" -> List.of("temp");
      case "hidden" -> List.of("__ducklake_metadata_lakehouse", "__altertable");
      case "unknown" -> List.of("nowhere");
      default -> throw new IllegalArgumentException(column);
    };
  }

  private static String outcome(Http client, String catalog, String said) {
    return said.startsWith("POST /upload")
        ? uploaded(client, catalog, said.substring(said.indexOf('=') + 1))
        : run(client, said.replace("$C", catalog));
  }

  private static String uploaded(Http client, String catalog, String mode) {
    String table =
        mode.equals("create") ? "t" + UUID.randomUUID().toString().substring(0, 8) : "up";
    HttpResponse<String> response =
        client.upload(
            Map.of(
                "catalog", catalog, "schema", "main", "table", table, "mode", mode, "format",
                "csv"),
            BodyPublishers.ofString("i\n1\n"));
    return response.statusCode() == 200 ? "yes" : Failure.ofResponse(response).code();
  }

  /// In a transaction that is rolled back, unless the statement is one of those that have none.
  private static String run(Http client, String statement) {
    boolean alone = statement.matches("(USE|CALL|BEGIN)\\b.*");
    Answer answer = client.query(Query.of((alone ? "" : "BEGIN; ") + statement).session(SESSION));
    // There is no transaction where the whole text was refused.
    client.query(Query.of("ROLLBACK").session(SESSION));
    if (statement.startsWith("USE")) {
      client.query(Query.of("USE lakehouse.main").session(SESSION)).orFail();
    }
    return answer.failure().map(Failure::code).orElse("yes");
  }

  @Test
  void whatIsHiddenIsRefusedAsWhatDoesNotExist() {
    for (String login : List.of(Launch.USER, READER)) {
      Http client = server().http(login);
      for (String prefix : List.of("__ducklake_metadata_", "__lake_", "__metadata_")) {
        assertThat(refusal(client, prefix + "lakehouse", "lakehouse"))
            .isEqualTo(refusal(client, prefix + "nowhere", "nowhere"));
      }
    }
  }

  private static String refusal(Http client, String catalog, String name) {
    Failure failure = client.query("SELECT * FROM " + catalog + ".main.things").error();
    return failure.code() + failure.message().replace(name, "…");
  }

  @Test
  void whoHasNoRightLoginIsToldNothing() {
    List<String> answers = new ArrayList<>();
    for (String login : List.of(REMOVED, "admin:wrong", "nobody:x")) {
      Http client = server().http(login);
      answers.add(
          refused(client.query("SELECT * FROM lakehouse.main.things").failure().orElseThrow()));
      answers.add(
          refused(client.query("SELECT * FROM nowhere.main.things").failure().orElseThrow()));
      answers.add(refused(Failure.ofResponse(client.get("/query/" + UUID.randomUUID()))));
    }
    assertThat(answers).hasSize(9).containsOnly(answers.getFirst());
    assertThat(answers.getFirst()).startsWith("401 INVALID_CREDENTIALS");
  }

  private static String refused(Failure failure) {
    return failure.status() + " " + failure.code() + " " + failure.message();
  }

  @Test
  void queriesOfOthersCanNeitherBeSeenNorCancelled() throws Exception {
    UUID id = UUID.randomUUID();
    CompletableFuture<Answer> running =
        CompletableFuture.supplyAsync(() ->
            server()
                .http()
                .query(
                    Query.of("SELECT count(*) FROM range(1000000000000) t(i) WHERE i % 7 = 3")
                        .id(id)));
    TimeUnit.MILLISECONDS.sleep(500);
    for (String login : List.of(Launch.OTHER_USER, READER)) {
      Http other = server().http(login);
      for (String method : List.of("GET", "DELETE")) {
        String path = "?session_id=" + SESSION;
        Failure theirs =
            Failure.ofResponse(other.send(method, "/query/" + id + path, BodyPublishers.noBody()));
        UUID nobodys = UUID.randomUUID();
        Failure none =
            Failure.ofResponse(
                other.send(method, "/query/" + nobodys + path, BodyPublishers.noBody()));
        assertThat(refused(theirs).replace(id.toString(), "…"))
            .isEqualTo(refused(none).replace(nobodys.toString(), "…"))
            .startsWith("404");
      }
    }
    assertThat(running).isNotDone();
    assertThat(
            server()
                .http()
                .send("DELETE", "/query/" + id, BodyPublishers.noBody())
                .body()
                .toLowerCase(Locale.ROOT))
        .contains("\"cancelled\":true");
    assertThat(running.get(5, TimeUnit.SECONDS).error().code()).isEqualTo("QUERY_CANCELLED");
  }

  @Test
  void sessionsOfOthersAreNotTheirs() {
    String session = "shared name " + UUID.randomUUID();
    server()
        .http()
        .query(Query.of("CREATE TEMP TABLE mine AS SELECT 1 AS i").session(session))
        .orFail();
    for (String login : List.of(Launch.OTHER_USER, READER)) {
      assertThat(server().http(login).query(Query.of("FROM mine").session(session)).error().code())
          .isEqualTo("TABLE_NOT_FOUND");
    }
    assertThat(server().http().query(Query.of("SELECT i FROM mine").session(session)).value())
        .isEqualTo("1");
  }

  /// A user's catalogs and secrets as the engine lists them.
  @Test
  void listsShowNothingButWhatMayBeRead() {
    for (String login : List.of(Launch.USER, READER)) {
      assertThat(
              server()
                  .http(login)
                  .query("SELECT DISTINCT database_name FROM duckdb_databases() WHERE NOT internal")
                  .texts()
                  .stream()
                  .map(row -> row.replaceAll("[\\[\\]\"]", ""))
                  .collect(Collectors.toSet()))
          .contains("lakehouse", "archive", "acme_lakehouse")
          .noneMatch(name -> name.matches("__(ducklake|lake|metadata).*"));
    }
  }
}
