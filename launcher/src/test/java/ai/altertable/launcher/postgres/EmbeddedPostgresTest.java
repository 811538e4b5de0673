package ai.altertable.launcher.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.datadir.DurableFiles;
import ai.altertable.launcher.log.LogFormat;
import ai.altertable.launcher.process.Executables;
import ai.altertable.launcher.process.LiveProcesses;
import ai.altertable.launcher.process.Machine;
import ai.altertable.launcher.process.ProcessState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

  @TempDir static Path original;
  @TempDir Path directory;

  @SuppressWarnings("NullAway.Init") // Set before every test.
  private PostgresFixture fixture;

  @BeforeAll
  static void makeACluster() throws IOException {
    PostgresFixture first = PostgresFixture.in(original);
    try (EmbeddedPostgres postgres = first.start()) {
      postgres.createDatabaseIfMissing("kept");
    }
    assertThat(first.progress()).anyMatch(line -> line.startsWith("Making a PostgreSQL cluster"));
  }

  @BeforeEach
  void copyTheCluster() throws IOException {
    fixture = PostgresFixture.in(original).copyTo(directory);
  }

  @AfterEach
  void leaveNothingBehind() {
    assertThat(fixture.nothingRunsWithin(Duration.ofSeconds(5))).isTrue();
  }

  private static String ask(EmbeddedPostgres postgres, String database, String sql)
      throws SQLException {
    try (Connection connection = postgres.endpoint().connect(database, ANSWER_WITHIN);
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(sql)) {
      assertThat(answer.next()).isTrue();
      return answer.getString(1);
    }
  }

  @Test
  void serverIsDurableAndOfLoopbackOnly() throws SQLException {
    try (EmbeddedPostgres postgres = fixture.start()) {
      for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
        assertThat(ask(postgres, "postgres", "SHOW " + setting)).as(setting).isEqualTo("on");
      }
      assertThat(ask(postgres, "postgres", "SHOW data_checksums")).isEqualTo("on");
      assertThat(ask(postgres, "postgres", "SHOW listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(ask(postgres, "postgres", "SHOW unix_socket_directories")).isEmpty();
      assertThat(ask(postgres, "postgres", "SHOW max_connections")).isEqualTo("200");
      assertThat(ask(postgres, "postgres", "SHOW server_encoding")).isEqualTo("UTF8");
      assertThat(ask(postgres, "postgres", "SHOW lc_messages")).isEqualTo("C");
      assertThat(ask(postgres, "postgres", "SELECT datcollate FROM pg_database WHERE oid = 5"))
          .isEqualTo("C");
    }
  }

  @Test
  void durabilityCannotBeSwitchedOffFromWithin() throws SQLException {
    try (EmbeddedPostgres postgres = fixture.start()) {
      try (Connection connection = postgres.endpoint().connect("postgres", ANSWER_WITHIN);
          Statement statement = connection.createStatement()) {
        statement.execute("ALTER SYSTEM SET fsync = off");
        statement.execute("SELECT pg_reload_conf()");
      }
    }
    try (EmbeddedPostgres postgres = fixture.start()) {
      assertThat(ask(postgres, "postgres", "SHOW fsync")).isEqualTo("on");
    }
  }

  @Test
  void passwordIsRequiredAndKeptForTheOwner() throws Exception {
    Path file = directory.resolve("keys/postgres-superuser");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (EmbeddedPostgres postgres = fixture.start()) {
      PostgresEndpoint endpoint = postgres.endpoint();
      assertThat(Files.readString(file).strip()).isEqualTo(endpoint.password().value());
      assertThat(endpoint.toString()).doesNotContain(endpoint.password().value());
      PostgresEndpoint wrong =
          new PostgresEndpoint(
              endpoint.host(), endpoint.port(), endpoint.superuser(), new Secret("wrong"));
      assertThatThrownBy(() -> wrong.connect("postgres", ANSWER_WITHIN))
          .isInstanceOfSatisfying(
              SQLException.class, failure -> assertThat(failure.getSQLState()).isEqualTo("28P01"));
    }
  }

  @Test
  void databaseIsMadeOnceWhateverItsName() throws Exception {
    String name = "a \"b\"/c?ä";
    try (EmbeddedPostgres postgres = fixture.start()) {
      assertThat(ask(postgres, "kept", "SELECT current_database()")).isEqualTo("kept");
      try (ExecutorService makers = Executors.newFixedThreadPool(3)) {
        Callable<Boolean> make =
            () -> {
              postgres.createDatabaseIfMissing(name);
              return true;
            };
        for (Future<Boolean> made : makers.invokeAll(List.of(make, make, make))) {
          assertThat(made.get()).isTrue();
        }
      }
      postgres.createDatabaseIfMissing(name);
      assertThat(ask(postgres, name, "SELECT current_database()")).isEqualTo(name);
    }
  }

  @Test
  void failedStatementsDoNotBringPasswordsIntoTheLog() throws Exception {
    try (EmbeddedPostgres postgres = fixture.start();
        Connection connection = postgres.endpoint().connect("postgres", ANSWER_WITHIN);
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("CREATE ROLE postgres LOGIN PASSWORD 'hush-hush'"))
          .isInstanceOf(SQLException.class);
    }
    assertThat(directory.resolve("logs/postgres.log"))
        .content()
        .contains("role \"postgres\" already exists")
        .doesNotContain("hush-hush");
  }

  @Test
  void portInUseIsNamed() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      int port = other.getLocalPort();
      assertThatThrownBy(() -> fixture.start(fixture.config().withPort(port)))
          .isInstanceOf(StartupFailure.class)
          .hasMessageContaining("Port " + port + " on 127.0.0.1");
    }
  }

  @Test
  void interruptedInitdbIsNotTakenForACluster() throws Exception {
    DurableFiles.deleteTree(fixture.cluster().directory());
    Path half = Files.createDirectory(directory.resolve("postgres/initialising-1"));
    Files.writeString(half.resolve("PG_VERSION"), "17\n");
    String password = Files.readString(directory.resolve("keys/postgres-superuser")).strip();
    try (EmbeddedPostgres postgres = fixture.start()) {
      assertThat(postgres.endpoint().password().value()).isEqualTo(password);
      assertThat(ask(postgres, "postgres", "SELECT 1")).isEqualTo("1");
    }
    assertThat(directory.resolve("postgres").toFile().list()).containsExactly("cluster");
  }

  @Test
  void lostClusterIsNotReplacedByAnEmptyOne() throws IOException {
    DurableFiles.deleteTree(fixture.cluster().directory());
    PostgresConfig config = fixture.config();
    PostgresConfig mustExist =
        new PostgresConfig(
            config.home(),
            config.keys(),
            config.logs(),
            config.runtime(),
            0,
            200,
            config.sharedBuffers(),
            config.readyWithin(),
            true,
            LogFormat.TEXT);
    assertThatThrownBy(() -> fixture.start(mustExist))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("is damaged: it is not there any more");
    assertThat(fixture.cluster().directory()).doesNotExist();
  }

  @Test
  void serverThatIsNotReadyInTimeIsStopped() {
    PostgresConfig config = fixture.config();
    PostgresConfig impatient =
        new PostgresConfig(
            config.home(),
            config.keys(),
            config.logs(),
            config.runtime(),
            0,
            200,
            config.sharedBuffers(),
            Duration.ofMillis(1),
            false,
            LogFormat.TEXT);
    assertThatThrownBy(() -> fixture.start(impatient))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("does not answer")
        .hasMessageContaining(directory.resolve("logs/postgres.log").toString());
    assertThat(fixture.processes()).isEmpty();
  }

  @Test
  void destroyedControlFileIsDamage() throws IOException {
    Files.write(fixture.cluster().directory().resolve("global/pg_control"), new byte[8192]);
    assertRefused("is damaged", "PG_CONTROL_VERSION", "backup");
  }

  @Test
  void lostWriteAheadLogIsDamage() throws IOException {
    try (Stream<Path> segments = Files.list(fixture.cluster().directory().resolve("pg_wal"))) {
      for (Path segment : segments.filter(Files::isRegularFile).toList()) {
        Files.delete(segment);
      }
    }
    assertRefused("is damaged", "checkpoint", "backup");
  }

  @Test
  void lostOrWrongPasswordIsNamed() throws IOException {
    Path file = directory.resolve("keys/postgres-superuser");
    Files.writeString(file, "wrong\n");
    assertRefused("does not accept the password", "backup");
    Files.delete(file);
    assertRefused(file.toString(), "backup");
    assertThat(file).doesNotExist();
  }

  @Test
  void reusedProcessIdInThePostmasterFileDoesNotStopTheStart() throws IOException {
    Path file = fixture.cluster().postmasterFile();
    Files.writeString(file, ProcessHandle.current().pid() + "\n" + fixture.cluster().directory());
    try (EmbeddedPostgres postgres = fixture.start()) {
      assertThat(postgres.state()).isInstanceOf(ProcessState.Running.class);
    }
  }

  @Test
  void orphanedServerIsEndedBeforeAnotherStarts() throws Exception {
    Process orphan;
    try (EmbeddedPostgres postgres = fixture.start()) {
      assertThat(ask(postgres, "postgres", "SELECT 1")).isEqualTo("1");
    }
    orphan = startWithoutLifeline();
    try (EmbeddedPostgres postgres = fixture.start()) {
      assertThat(orphan.isAlive()).isFalse();
      assertThat(ask(postgres, "kept", "SELECT 1")).isEqualTo("1");
      assertThat(fixture.progress())
          .anyMatch(line -> line.startsWith("An earlier PostgreSQL (process "));
    } finally {
      orphan.destroyForcibly();
    }
  }

  @Test
  void serverComesBackAloneWhenTheShellAroundItIsKilled() throws Exception {
    try (EmbeddedPostgres postgres = fixture.start()) {
      long shell = ((ProcessState.Running) postgres.state()).pid();
      List<Long> before = fixture.processes();
      assertThat(before).isNotEmpty().doesNotContain(shell);
      ProcessHandle.of(shell).orElseThrow().destroyForcibly();
      assertThat(
              LiveProcesses.within(
                  Duration.ofSeconds(20),
                  () -> postgres.state() instanceof ProcessState.Running now && now.pid() != shell))
          .isTrue();
      assertThat(before).noneMatch(LiveProcesses::runs);
      assertThat(
              LiveProcesses.within(
                  Duration.ofSeconds(20),
                  () ->
                      Readiness.of(postgres.endpoint(), fixture.cluster())
                          instanceof Readiness.Ready))
          .isTrue();
    }
  }

  private Process startWithoutLifeline() throws IOException {
    PostgresInstallation installation =
        PostgresInstallation.provide(
            PostgresFixture.RUNTIME, Machine.current(), fixture.progress()::add);
    List<String> command =
        Unprivileged.forThisUser(Executables.ofThisProcess())
            .wrap(
                List.of(
                    installation.program("postgres").toString(),
                    "-D",
                    fixture.cluster().directory().toString(),
                    "-p",
                    Integer.toString(FreePort.choose(new SecureRandom())),
                    "-k",
                    ""));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(LiveProcesses.within(Duration.ofSeconds(10), () -> fixture.processes().size() > 3))
        .isTrue();
    return process;
  }

  private void assertRefused(String... words) {
    assertThatThrownBy(() -> fixture.start().close())
        .isInstanceOf(StartupFailure.class)
        .hasMessageContainingAll(words);
  }
}
