package ai.altertable.systemtests.start;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Finished;
import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Postgres;
import ai.altertable.systemtests.harness.Proc;
import ai.altertable.systemtests.harness.Program;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Metadata in a PostgreSQL that somebody else runs; here it is another server's embedded one, by a
/// role that may make databases and roles and nothing more.
@SystemTest
final class ExternalPostgresIT {
  private static final String PASSWORD = "an-outside-password";

  private static Launch with(Launch launch, int port, Path passwordFile) {
    return launch
        .withVariable(
            "ALTERTABLE_POSTGRES_URL", "postgresql://outside@localhost:" + port + "/outside")
        .withVariable("ALTERTABLE_POSTGRES_PASSWORD_FILE", passwordFile.toString());
  }

  private static void execute(Postgres postgres, String sql) throws SQLException {
    try (Connection connection = postgres.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void serverKeepsItsMetadataThereAndStartsNoPostgresOfItsOwn(
      Program program, RunningServer other, @TempDir Path folder) throws Exception {
    execute(
        other.postgres(),
        "CREATE ROLE outside LOGIN CREATEDB CREATEROLE PASSWORD '" + PASSWORD + "'");
    Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    int port = other.postgres().port();
    Path data = program.newDirectory();
    Launch launch = with(Launch.in(data), port, password);
    try (RunningServer server = program.start(launch)) {
      server.http().query("CREATE TABLE t AS FROM range(1000) r(i)").orFail();
      assertThat(server.findPostmaster()).isEmpty();
      assertThat(data.resolve("postgres")).isEmptyDirectory();
      assertThat(
              other
                  .postgres()
                  .column("SELECT count(*) FROM pg_database WHERE datname ~ '^outside'"))
          .containsExactly("2");
      assertThat(server.output() + server.serverLog() + server.workerLog())
          .doesNotContain(PASSWORD);
    }
    try (RunningServer again = program.start(launch)) {
      assertThat(again.http().query("SELECT sum(i) FROM t").number()).isEqualTo(499_500);
      assertRefused(
          program.run("backup", folder + "/backup", "--data-dir", data.toString()),
          "in another PostgreSQL",
          "back-up-and-restore.md");
    }
    assertRefused(program.runToItsEnd(Launch.in(data)), "in another PostgreSQL", "--postgres-url");
    assertRefused(
        program.runToItsEnd(with(Launch.in(program.newDirectory()), port, password)),
        "belongs to another installation",
        "nothing has been changed");
    assertRefused(
        program.runToItsEnd(
            with(Launch.in(data), 1, password).with("--postgres-wait-seconds", "1")),
        "localhost:1 does not answer after 1 s",
        "postgresql-not-reachable.md");
    assertThat(names(data.resolve("objects"))).isNotEmpty();
  }

  @Test
  void embeddedMetadataIsNotForgottenWhenAnotherServerIsNamed(Program program, @TempDir Path folder)
      throws IOException {
    Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    Path data = program.newDirectory();
    program.start(Launch.in(data)).close();
    assertRefused(
        program.runToItsEnd(with(Launch.in(data), 1, password)),
        "has its metadata in the embedded PostgreSQL",
        "use-an-external-postgresql.md");
    program.start(Launch.in(data)).close();
  }

  /// As docs/how-to/use-an-external-postgresql.md says, by the programs that come with Altertable.
  @Test
  @Tag("slow")
  void embeddedMetadataMovesToAServerOfItsOwn(Program program, @TempDir Path folder)
      throws IOException {
    Path data = program.newDirectory();
    try (RunningServer server = program.start(Launch.in(data))) {
      server.http().query("CREATE TABLE moved AS FROM range(1000) r(i)").orFail();
    }
    Path cluster = folder.resolve("cluster");
    Files.move(data.resolve("postgres/cluster"), cluster);
    int port = freePort();
    Process postgres = run(program, cluster, port);
    try {
      Launch launch =
          with(Launch.in(data), port, data.resolve("keys/postgres-superuser"))
              .withVariable("ALTERTABLE_POSTGRES_URL", "postgresql://postgres@localhost:" + port);
      for (int start = 0; start < 2; start++) {
        try (RunningServer server = program.start(launch)) {
          assertThat(server.http().query("SELECT sum(i) FROM moved").number()).isEqualTo(499_500);
          server.http().query("INSERT INTO moved VALUES (0)").orFail();
          assertThat(server.findPostmaster()).isEmpty();
        }
      }
    } finally {
      new Proc(postgres.pid()).signal("INT");
      assertThat(new Proc(postgres.pid()).awaitEnd(Duration.ofSeconds(30))).isTrue();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// PostgreSQL refuses to run as root.
  private static Process run(Program program, Path cluster, int port) throws IOException {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("unshare", "-U"));
    }
    try (Stream<Path> installed = Files.list(program.runtime())) {
      command.add(
          installed
              .map(path -> path.resolve("bin/postgres"))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow()
              .toString());
    }
    command.addAll(List.of("-D", cluster.toString(), "-p", Integer.toString(port)));
    command.addAll(List.of("-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200"));
    command.addAll(List.of("-c", "unix_socket_directories="));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(cluster.resolveSibling("postgres.log").toFile())
        .start();
  }

  private static void assertRefused(Finished refused, String... told) {
    assertThat(refused.status()).as(refused.said()).isNotZero();
    assertThat(refused.err()).contains(told).doesNotContain("Exception", PASSWORD);
  }

  private static Stream<String> names(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).toList().stream();
    }
  }
}
