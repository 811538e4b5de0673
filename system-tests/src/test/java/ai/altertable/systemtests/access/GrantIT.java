package ai.altertable.systemtests.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.altertable.systemtests.harness.Answer;
import ai.altertable.systemtests.harness.Failure;
import ai.altertable.systemtests.harness.Finished;
import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Program;
import ai.altertable.systemtests.harness.Query;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import ai.altertable.systemtests.harness.Wait;
import ai.altertable.systemtests.harness.WorkerSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Who reaches a worker's socket has got past the gateway: the grant is all that holds there. Real
/// grants, taken on their way from a real server to its worker.
@SystemTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GrantIT {
  private static final Query ONE = Query.of("SELECT 1");
  private static final Query LONGER = Query.of("SELECT sum(hash(i)) FROM range(5000000) t(i)");
  private static final int AT_ONCE = 8;
  private static final String READER = "rob:secret-3";
  private static final Duration SECONDS = Duration.ofSeconds(10);

  /// A grant's life, and what clocks may differ by.
  private static final Duration OUTLIVED = Duration.ofSeconds(75);

  @TempDir private Path folder;
  @Nullable private RunningServer own;

  @BeforeAll
  void start(Program program) {
    own = program.start(Launch.in(program.newDirectory()).with("--reader", READER));
  }

  @AfterAll
  void stop() {
    server().close();
  }

  private RunningServer server() {
    return Objects.requireNonNull(own);
  }

  private static String grantOf(RunningServer server, String login) {
    return WorkerSocket.of(server).spy(() -> atOnce(server.http(login)));
  }

  /// More than the gateway has connections that wait for the next request.
  private static void atOnce(Http client) {
    List<CompletableFuture<Answer>> answers =
        Stream.generate(() ->
                CompletableFuture.supplyAsync(
                    () -> client.query(LONGER), Thread::startVirtualThread))
            .limit(AT_ONCE)
            .toList();
    answers.forEach(answer -> answer.join().orFail());
  }

  private static Answer play(RunningServer server, String grant) {
    return WorkerSocket.of(server).query(ONE, Optional.of(grant));
  }

  private static void assertNotAuthenticated(Answer answer) {
    Failure failure = answer.error();
    assertThat(failure.status()).isEqualTo(401);
    assertThat(failure.code()).isEqualTo("INVALID_CREDENTIALS");
    assertThat(failure.message()).doesNotContainIgnoringCase("signature").doesNotContain("expire");
  }

  /// The worker may just not have been told of a gateway yet, so the client may try again.
  private static void assertFromAStranger(Answer answer) {
    assertThat(answer.error().status()).isEqualTo(503);
    assertThat(answer.error().code()).isEqualTo("WORKER_UNAVAILABLE");
  }

  @Test
  void grantIsGoodForItsWorkerAsLongAsItLives() {
    String grant = grantOf(server(), Launch.USER);
    assertThat(play(server(), grant).value()).isEqualTo("1");
    assertThat(play(server(), grant).value()).as("also a second time").isEqualTo("1");

    long before = server().worker().pid();
    server().worker().kill();
    Wait.until(
        SECONDS,
        "another worker works",
        () ->
            server().findWorker().filter(worker -> worker.pid() != before).isPresent()
                && server().http().query(ONE).failure().isEmpty());
    assertThat(play(server(), grant).value()).as("by the same name, again").isEqualTo("1");
  }

  @Test
  void grantOfAnotherServerIsRefused(Program program) {
    String grant = grantOf(server(), Launch.USER);
    try (RunningServer other = program.start(Launch.in(program.newDirectory()))) {
      assertFromAStranger(play(other, grant));
      assertFromAStranger(play(server(), grantOf(other, Launch.USER)));
      assertThat(other.workerLog()).contains("grants are refused");
    }
  }

  @Test
  void whatIsNoGrantIsRefused() {
    String grant = grantOf(server(), READER);
    String[] parts = grant.split("\\.", -1);
    String better =
        new String(Base64.getUrlDecoder().decode(parts[2]), StandardCharsets.UTF_8)
            .replaceAll("(?i)\"read\"", "\"WRITE\"");
    String forged =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(better.getBytes(StandardCharsets.UTF_8));
    String named = parts[0] + "." + parts[1] + ".";
    assertThat(forged).isNotEqualTo(parts[2]);
    for (String attempt :
        List.of(
            named + forged + "." + parts[3],
            named + forged + ".",
            named + forged,
            parts[0] + "." + parts[2] + "." + parts[3],
            forged,
            grant.substring(0, grant.length() - 2),
            grant.substring(1),
            "v1" + grant.substring(2),
            grant + "." + parts[3],
            "none",
            "{}")) {
      assertNotAuthenticated(play(server(), attempt));
    }
    String nobody = parts[0] + "." + "A".repeat(parts[1].length()) + ".";
    assertFromAStranger(play(server(), nobody + parts[2] + "." + parts[3]));
    assertNotAuthenticated(WorkerSocket.of(server()).query(ONE, Optional.empty()));
    assertThat(play(server(), grant).value()).isEqualTo("1");
  }

  @Test
  void grantOfAReaderWritesNothing() {
    assertThat(
            WorkerSocket.of(server())
                .query(
                    Query.of("CREATE TABLE mine (i INTEGER)"),
                    Optional.of(grantOf(server(), READER)))
                .error()
                .code())
        .isEqualTo("READ_ONLY");
  }

  @Test
  void grantsEndWithTheirUsersAndPasswords(Program program) throws IOException {
    String data = server().data().toString();
    String password = Files.writeString(folder.resolve("password"), "first\n").toString();
    program.run("user", "add", "ann", "--password-file", password, "--data-dir", data).orFail();
    String first = grantOf(server(), "ann:first");
    assertThat(play(server(), first).value()).isEqualTo("1");

    Files.writeString(Path.of(password), "second\n");
    program
        .run("user", "set-password", "ann", "--password-file", password, "--data-dir", data)
        .orFail();
    awaitRefusal(first);
    String second = grantOf(server(), "ann:second");
    assertThat(play(server(), second).value()).isEqualTo("1");

    program.run("user", "remove", "ann", "--data-dir", data).orFail();
    awaitRefusal(second);
    assertNotAuthenticated(play(server(), first));
  }

  /// Workers are told over their link, a moment after the command was answered.
  private void awaitRefusal(String grant) {
    Wait.until(
        Duration.ofSeconds(2),
        "the worker has been told",
        () -> play(server(), grant).failure().isPresent());
    assertNotAuthenticated(play(server(), grant));
  }

  @Test
  void otherUsersOfTheMachineDoNotReachTheSocket() {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root can play another user");
    Finished curl =
        Finished.of(
            new ProcessBuilder(
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                "curl",
                "-sS",
                "--unix-socket",
                WorkerSocket.of(server()).path().toString(),
                "http://local/ready"),
            SECONDS);
    assertThat(curl.status()).isNotZero();
    assertThat(curl.said())
        .containsAnyOf("Permission denied", "Couldn't connect", "Could not connect");
  }

  @Test
  @Tag("slow")
  void grantThatHasOutlivedItselfIsRefused() {
    String grant = grantOf(server(), Launch.USER);
    assertThat(play(server(), grant).value()).isEqualTo("1");
    Wait.pause(OUTLIVED);
    assertNotAuthenticated(play(server(), grant));
    assertThat(server().http().query(ONE).value()).isEqualTo("1");
  }
}
