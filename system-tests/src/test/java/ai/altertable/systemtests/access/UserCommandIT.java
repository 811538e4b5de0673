package ai.altertable.systemtests.access;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Answer;
import ai.altertable.systemtests.harness.Background;
import ai.altertable.systemtests.harness.Finished;
import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Program;
import ai.altertable.systemtests.harness.Query;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// `altertable user …` against a running server, and against its data directory without one. Each
/// test leaves the users of the server that they share as it has found them.
@SystemTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UserCommandIT {
  private static final Query ENDLESS = Query.of(Background.ENDLESS);
  private static final Duration SECONDS = Duration.ofSeconds(5);

  @TempDir private Path folder;
  private @Nullable RunningServer own;

  @BeforeAll
  void start(Program program) {
    own = program.start(Launch.in(program.newDirectory()));
  }

  @AfterAll
  void stop() {
    server().close();
  }

  private RunningServer server() {
    return Objects.requireNonNull(own);
  }

  private Finished user(Program program, RunningServer server, String... arguments) {
    return program.run(command(server.data(), arguments));
  }

  private static String[] command(Path data, String... arguments) {
    List<String> all = new ArrayList<>(List.of("user"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--data-dir", data.toString()));
    return all.toArray(String[]::new);
  }

  private String passwordFile(String password) {
    try {
      return Files.writeString(folder.resolve("password"), password + "\n").toString();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void assertEndsSoon(CompletableFuture<Answer> running) throws Exception {
    Answer answer = running.get(SECONDS.toSeconds(), TimeUnit.SECONDS);
    assertThat(answer.error().code()).isEqualTo("QUERY_CANCELLED");
    assertThat(answer.error().message()).contains("administrator");
  }

  private static int status(Http client) {
    return client.query("SELECT 1").status();
  }

  @Test
  void changesOfUsersTakeEffectAtOnce(Program program) throws Exception {
    RunningServer server = server();
    try (Background background = new Background()) {
      user(program, server, "add", "ann", "--password-file", passwordFile("pass-of-ann-1"))
          .orFail();
      user(program, server, "add", "rob", "--reader", "--password-file", passwordFile("r"))
          .orFail();
      assertThat(user(program, server, "list").orFail().out())
          .containsPattern("admin +production .*ann")
          .containsPattern("reader +production .*rob");
      Http ann = server.http("ann:pass-of-ann-1");
      Http rob = server.http("rob:r");
      ann.query("CREATE TABLE first(i INTEGER)").orFail();
      assertThat(rob.query("SELECT 1").value()).isEqualTo("1");
      assertThat(rob.query("CREATE TABLE mine(i INTEGER)").error().code()).isEqualTo("READ_ONLY");

      ann.query(Query.of("CREATE TEMP TABLE kept AS SELECT 1 AS i").session("hers")).orFail();
      CompletableFuture<Answer> running = background.query(ann, ENDLESS);
      CompletableFuture<Answer> others =
          background.query(rob, ENDLESS.id(new java.util.UUID(4, 4)));
      Background.awaitComputing(server.http(), 2);
      assertThat(running).isNotDone();
      user(program, server, "set-password", "ann", "--password-file", passwordFile("pass-of-ann-2"))
          .orFail();

      assertEndsSoon(running);
      assertThat(status(ann)).isEqualTo(401);
      Http again = server.http("ann:pass-of-ann-2");
      assertThat(again.query(Query.of("FROM kept").session("hers")).error().code())
          .as("the session of the old password is gone")
          .isEqualTo("TABLE_NOT_FOUND");
      assertThat(others).as("nobody else is disturbed").isNotDone();

      user(program, server, "remove", "rob").orFail();
      assertEndsSoon(others);
      assertThat(status(rob)).isEqualTo(401);
      assertThat(status(again)).isEqualTo(200);
      assertThat(server.serverLog()).contains("ann").doesNotContain("pass-of-ann");
      user(program, server, "remove", "ann").orFail();
    }
  }

  @Test
  void workerThatWasFrozenLearnsOfARevocationWhenItWakes(Program program) throws Exception {
    RunningServer server = server();
    try (Background background = new Background()) {
      user(program, server, "add", "cold", "--password-file", passwordFile("secret-3")).orFail();
      Http cold = server.http("cold:secret-3");
      assertThat(cold.query("SELECT 1").value()).isEqualTo("1");
      CompletableFuture<Answer> running = background.query(cold, ENDLESS);
      Background.awaitComputing(server.http(), 1);
      server.worker().signal("STOP");
      try {
        user(program, server, "remove", "cold").orFail();
        assertThat(running).isNotDone();
      } finally {
        server.worker().signal("CONT");
      }

      assertEndsSoon(running);
      assertThat(status(cold)).isEqualTo(401);
      assertThat(status(server.http())).isEqualTo(200);
    }
  }

  @Test
  void mistakesAreToldAndChangeNothing(Program program) {
    RunningServer server = server();
    Finished unknown =
        user(program, server, "set-password", "nobody", "--password-file", passwordFile("x"));
    assertThat(unknown.status()).isNotZero();
    assertThat(unknown.said()).contains("there is no user called 'nobody'");

    Finished taken = user(program, server, "add", "admin", "--password-file", passwordFile("x"));
    assertThat(taken.status()).isNotZero();
    assertThat(taken.said()).contains("'admin' is taken");

    Finished noPassword = user(program, server, "set-password", "admin");
    assertThat(noPassword.status()).isNotZero();
    assertThat(noPassword.said()).contains("no password in standard input");

    user(program, server, "remove", "second").orFail();
    Finished last = user(program, server, "remove", "admin");
    assertThat(last.said()).contains("no other administrator is left");
    assertThat(status(server.http())).isEqualTo(200);
    user(program, server, "add", "second", "--password-file", passwordFile("secret-2")).orFail();

    Finished nowhere = program.run(command(folder.resolve("nothing"), "list"));
    assertThat(nowhere.status()).isNotZero();
    assertThat(nowhere.said()).contains("There is no Altertable data directory at");
    assertThat(folder.resolve("nothing")).doesNotExist();
  }

  @Test
  void usersCanBeChangedWithoutARunningServer(Program program) {
    Path data = program.newDirectory();
    try (RunningServer server = program.start(Launch.in(data))) {
      assertThat(status(server.http())).isEqualTo(200);
    }

    program
        .run(command(data, "set-password", "admin", "--password-file", passwordFile("found again")))
        .orFail();
    assertThat(program.run(command(data, "list")).orFail().out()).contains("admin", "second");

    try (RunningServer server = program.start(Launch.bare(data).with("--http-port", "0"))) {
      assertThat(status(server.http("admin:found again"))).isEqualTo(200);
      assertThat(status(server.http())).isEqualTo(401);
    }
  }

  @Test
  void onlyTheServersOwnUserReachesItsAdminSocket() throws IOException {
    RunningServer server = server();
    Path run = server.data().resolve("run");
    if (Files.exists(run.resolve("admin"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(run)))
          .isEqualTo("rwx------");
    }
    assertThat(server.http().get("/users").statusCode()).isEqualTo(404);
    assertThat(server.http().get("/platform/revocations").statusCode()).isEqualTo(404);
  }
}
