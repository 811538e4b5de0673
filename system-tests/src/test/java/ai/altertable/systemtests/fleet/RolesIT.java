package ai.altertable.systemtests.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Answer;
import ai.altertable.systemtests.harness.Background;
import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Postgres;
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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/// A control plane, two gateways and two workers, each a process of its own, over a PostgreSQL that
/// stays. One after the other is killed.
@SystemTest
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class RolesIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final String PASSWORD = "a-password-of-the-platform";
  private static final String DATABASE = "apart";

  @Nullable private Path made;
  @Nullable private Launch launch;
  @Nullable private RunningServer controlPlane;
  @Nullable private Postgres postgres;
  private final List<RunningMember> members = new ArrayList<>();
  @Nullable private RunningMember first;
  @Nullable private RunningMember second;
  @Nullable private RunningMember worker;

  @BeforeAll
  void start(Program program, RunningServer other) throws Exception {
    made = Files.createDirectories(program.newDirectory());
    postgres = other.postgres();
    try (Connection connection = postgres.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE apart LOGIN CREATEDB CREATEROLE PASSWORD '" + PASSWORD + "'");
    }
    Path password = Files.writeString(folder().resolve("password"), PASSWORD + "\n");
    launch =
        Launch.in(program.newDirectory())
            .asControlPlane()
            .withVariable(
                "ALTERTABLE_POSTGRES_URL",
                "postgresql://apart@localhost:" + postgres.port() + "/" + DATABASE)
            .withVariable("ALTERTABLE_POSTGRES_PASSWORD_FILE", password.toString())
            .withVariable("ALTERTABLE_REGISTRATION_PORT", freePort())
            .withVariable("ALTERTABLE_CONTROL_PLANE_PORT", freePort());
    controlPlane = program.start(launch);
    worker = worker(program, "west");
    RunningMember east = worker(program, "east");
    first = gateway(program, "front");
    second = gateway(program, "back");
    members.addAll(List.of(worker, east, first, second));
    awaitWorkers(http(first), "west", "east");
    awaitWorkers(http(second), "west", "east");
  }

  private static String freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return String.valueOf(socket.getLocalPort());
    }
  }

  private Path token(Program program, String... more) throws IOException {
    String[] start = {"token", "create", "--data-dir", controlPlane().data().toString()};
    String made =
        program
            .run(Stream.of(start, more).flatMap(Stream::of).toArray(String[]::new))
            .orFail()
            .out();
    return Files.writeString(Files.createTempFile(folder(), "enrol", ".token"), made);
  }

  private RunningMember worker(Program program, String slug) throws IOException {
    return program.beginWorker(
        "--enrollment-token-file",
        token(program, "--slug", slug).toString(),
        "--worker-dir",
        folder().resolve(slug).toString(),
        "--objects-dir",
        controlPlane().data().resolve("objects").toString(),
        "--worker-memory",
        "512MiB");
  }

  private RunningMember gateway(Program program, String slug) throws IOException {
    return program.beginGateway(
        "--enrollment-token-file",
        token(program, "--gateway", "--slug", slug).toString(),
        "--gateway-dir",
        folder().resolve(slug).toString());
  }

  @AfterAll
  void stop() {
    List.copyOf(members).reversed().forEach(RunningMember::close);
    controlPlane().close();
  }

  private Path folder() {
    return Objects.requireNonNull(made);
  }

  private RunningServer controlPlane() {
    return Objects.requireNonNull(controlPlane);
  }

  private static Http http(@Nullable RunningMember gateway) {
    return Objects.requireNonNull(gateway).http(Launch.USER);
  }

  /// Until both are given sessions.
  private static void awaitWorkers(Http http, String... slugs) {
    Set<String> seen = new HashSet<>();
    Wait.until(
        SOON,
        "sessions are at " + List.of(slugs),
        () -> {
          Answer answer = http.query(Query.of("SELECT 1").session(UUID.randomUUID().toString()));
          if (answer.failure().isEmpty()) {
            seen.add(answer.head("worker_slug"));
          }
          return seen.containsAll(Set.of(slugs));
        });
  }

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
  @Order(1)
  void sessionsAndQueriesAreFoundThroughEitherGateway() throws Exception {
    Http front = http(first);
    Http back = http(second);
    for (int i = 0; i < 6; i++) {
      String session = UUID.randomUUID().toString();
      String sql = "CREATE TEMP TABLE mine AS SELECT " + i + " AS i";
      String at = front.query(Query.of(sql).session(session)).orFail().head("worker_slug");
      Answer found = back.query(Query.of("SELECT i FROM mine").session(session)).orFail();
      assertThat(found.number()).isEqualTo(i);
      assertThat(found.head("worker_slug")).isEqualTo(at);
    }
    try (Background background = new Background()) {
      UUID id = UUID.randomUUID();
      var running = background.query(front, Query.of(Background.ENDLESS).id(id));
      awaitRunning(back, id);
      assertThat(cancel(back, id)).contains("\"cancelled\":true");
      assertThat(running.join().error().code()).isEqualTo("QUERY_CANCELLED");
    }
    assertThat(back.get("/rest/v1/whoami").body()).contains("admin");
    assertThat(controlPlane().http().query("SELECT 1").error().message())
        .contains("send them to a gateway");
  }

  private static void awaitRunning(Http http, UUID id) {
    Wait.until(SOON, "it runs", () -> http.get("/query/" + id).statusCode() == 200);
  }

  private static String cancel(Http http, UUID id) {
    HttpResponse<String> answer = http.send("DELETE", "/query/" + id, BodyPublishers.noBody());
    return answer.body();
  }

  @Test
  @Order(2)
  void controlPlaneThatIsKilledIsNotMissed(Program program) throws Exception {
    http(first).query("CREATE TABLE load (client INTEGER, i INTEGER)").orFail();
    Set<UUID> acknowledged = ConcurrentHashMap.newKeySet();
    ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> clients =
        Stream.of(first, second, first, second)
            .map(RolesIT::http)
            .map(http -> Thread.startVirtualThread(() -> use(http, over, acknowledged, failures)))
            .toList();
    Wait.until(SOON, "all are at work", () -> acknowledged.size() > 40);

    controlPlane().server().kill();
    Wait.until(SOON, "it is dead", () -> !controlPlane().runs());
    int then = acknowledged.size();
    Wait.until(SOON, "they go on without it", () -> acknowledged.size() > then + 100);
    Http front = http(first);
    Http stranger = Objects.requireNonNull(first).http("nobody:at-all");
    assertThat(front.get("/rest/v1/whoami").statusCode()).isEqualTo(503);
    assertThat(stranger.query("SELECT 1").error().code()).isEqualTo("CONTROL_PLANE_UNAVAILABLE");

    controlPlane = program.start(Objects.requireNonNull(launch));
    int back = acknowledged.size();
    Wait.until(SOON, "they go on with it", () -> acknowledged.size() > back + 40);
    Wait.until(SOON, "it answers", () -> front.get("/rest/v1/whoami").statusCode() == 200);
    over.set(true);
    for (Thread client : clients) {
      client.join();
    }
    assertThat(failures).isEmpty();
    Wait.until(SOON, "history is complete", () -> unknown(acknowledged).isEmpty());
    assertThat(twice()).as("stored more than once").isZero();
  }

  /// One session that goes on, and stateless statements between.
  private static void use(
      Http http,
      AtomicBoolean over,
      Set<UUID> acknowledged,
      ConcurrentLinkedQueue<String> failures) {
    String session = UUID.randomUUID().toString();
    run(http, Query.of("CREATE TEMP TABLE mine (i INTEGER)").session(session), failures);
    for (int i = 1; !over.get() && failures.isEmpty(); i++) {
      UUID own = UUID.randomUUID();
      run(http, Query.of("INSERT INTO mine VALUES (" + i + ")").session(session).id(own), failures);
      UUID other = UUID.randomUUID();
      run(http, Query.of("SELECT count(*) FROM load").id(other), failures);
      Answer count = http.query(Query.of("SELECT count(*) FROM mine").session(session));
      if (count.failure().isPresent() || count.number() != i) {
        failures.add("the session has lost rows: " + count);
      }
      acknowledged.add(own);
      acknowledged.add(other);
    }
  }

  private static void run(Http http, Query query, ConcurrentLinkedQueue<String> failures) {
    try {
      http.query(query).failure().ifPresent(failure -> failures.add(query + ": " + failure));
    } catch (UncheckedIOException broken) {
      failures.add(query + ": " + broken);
    }
  }

  /// Those that history does not know.
  private Set<UUID> unknown(Set<UUID> ids) {
    Set<UUID> left = new HashSet<>(ids);
    history("SELECT query_id FROM platform.finished_statement", left::remove);
    return left;
  }

  private int twice() {
    Set<UUID> several = new HashSet<>();
    history(
        "SELECT query_id FROM platform.finished_statement WHERE work = 'QUERY' GROUP BY 1 HAVING count(*) > 1",
        several::add);
    return several.size();
  }

  private void history(String sql, Consumer<UUID> each) {
    try (Connection connection = Objects.requireNonNull(postgres).connect(DATABASE);
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        each.accept(rows.getObject(1, UUID.class));
      }
    } catch (SQLException failure) {
      throw new AssertionError(sql, failure);
    }
  }

  @Test
  @Order(3)
  void gatewayThatIsKilledLeavesItsSessionsAndQueriesToTheOther() throws Exception {
    Http front = http(first);
    Http back = http(second);
    String session = sessionAt(front, "west");
    front.query(Query.of("CREATE TEMP TABLE kept AS SELECT 7 AS i").session(session)).orFail();
    try (Background background = new Background()) {
      UUID through = UUID.randomUUID();
      UUID beside = UUID.randomUUID();
      var abandoned = background.query(front, Query.of(Background.ENDLESS).id(through));
      var running = background.query(back, Query.of(Background.ENDLESS).id(beside));
      awaitRunning(back, through);
      awaitRunning(back, beside);
      Objects.requireNonNull(first).process().kill();

      assertThat(cancel(back, through)).contains("cancelled");
      assertThat(cancel(back, beside)).contains("\"cancelled\":true");
      assertThat(running.join().error().code()).isEqualTo("QUERY_CANCELLED");
      assertThat(abandoned).failsWithin(SOON);
      Wait.until(SOON, "both have ended", () -> ended(back, through) && ended(back, beside));
    }
    Answer kept = back.query(Query.of("SELECT i FROM kept").session(session)).orFail();
    assertThat(kept.number()).isEqualTo(7);
  }

  private static boolean ended(Http http, UUID id) {
    try {
      JsonNode end = JSON.readTree(http.get("/query/" + id).body()).findValue("end_time");
      return end != null && !end.isNull();
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  @Test
  @Order(4)
  void workerThatIsKilledLeavesTheRestToTheOther() {
    Http back = http(second);
    Objects.requireNonNull(worker).process().kill();
    for (int i = 0; i < 30; i++) {
      Answer answer = back.query("SELECT 1");
      answer
          .failure()
          .ifPresent(failure -> assertThat(failure.code()).isEqualTo("WORKER_UNAVAILABLE"));
    }
    assertThat(back.query("SELECT 1").orFail().head("worker_slug")).isEqualTo("east");
  }

  /// Its clients are told so, and that trying again may help: others serve.
  @Test
  @Order(6)
  void gatewayThatIsRevokedSpeaksForNobody() {
    Http back = http(second);
    back.query("SELECT 1").orFail();
    Http operator = controlPlane().http();
    assertThat(operator.get("/rest/v1/gateways").body()).contains("\"back\"");
    assertThat(
            operator.send("DELETE", "/rest/v1/gateways/back", BodyPublishers.noBody()).statusCode())
        .isEqualTo(204);
    Wait.until(
        SOON,
        "workers believe it no more",
        () ->
            back.query("SELECT 1")
                .failure()
                .filter(failure -> failure.code().equals("WORKER_UNAVAILABLE"))
                .isPresent());
    assertThat(back.get("/rest/v1/whoami").statusCode()).isEqualTo(503);
    assertThat(operator.get("/rest/v1/gateways").body()).doesNotContain("\"back\"");
  }

  @Test
  @Order(5)
  void gatewayWithTheTokenOfAWorkerIsTurnedAway(Program program) throws Exception {
    Path wrong = token(program, "--slug", "north");
    try (RunningMember gateway =
        program.beginGateway(
            "--enrollment-token-file",
            wrong.toString(),
            "--gateway-dir",
            folder().resolve("north").toString())) {
      assertThat(gateway.process().awaitEnd(SOON)).isTrue();
      assertThat(gateway.output())
          .contains("The token was one for a worker", "token create --gateway")
          .doesNotContain("\tat ");
      assertThat(folder().resolve("north/identity.pem")).doesNotExist();
    }
    // That of the worker that was killed.
    try (RunningMember gateway =
        program.beginGateway("--gateway-dir", folder().resolve("west").toString())) {
      assertThat(gateway.process().awaitEnd(SOON)).isTrue();
      assertThat(gateway.output()).contains("has the identity of a worker");
      assertThat(folder().resolve("west/identity.pem")).exists();
    }
  }
}
