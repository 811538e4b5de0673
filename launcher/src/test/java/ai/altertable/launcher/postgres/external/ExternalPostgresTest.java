package ai.altertable.launcher.postgres.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.check.Finding;
import ai.altertable.testing.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ExternalPostgresTest {
  private final TestPostgres server = TestPostgres.shared();
  private final List<String> progress = new ArrayList<>();

  @BeforeEach
  void makeRoles() {
    server.execute("create role maker login createdb createrole password 'm'");
    server.execute("create role guest login password 'g'");
  }

  @AfterEach
  void dropRoles() {
    for (String database : List.of("prepared", "prepared_lakehouse", "foreign_one")) {
      server.execute("drop database if exists " + database);
    }
    server.execute("drop role maker");
    server.execute("drop role guest");
  }

  private ExternalPostgres as(String user, String database) {
    return at(server.port(), user, database, Duration.ZERO);
  }

  private static ExternalPostgres at(int port, String user, String database, Duration patience) {
    return ExternalPostgres.of(
        "postgresql://%s@localhost:%d/%s".formatted(user, port, database),
        Optional.empty(),
        patience);
  }

  @Test
  void roleThatMayMakeDatabasesAndRolesIsEnough() {
    assertThatCode(() -> as("maker:m", "fresh").require(progress::add)).doesNotThrowAnyException();
    assertThatCode(() -> as("postgres", "fresh").require(progress::add)).doesNotThrowAnyException();
    assertThat(progress).isEmpty();
  }

  @Test
  void missingRightsAreNamedAllAtOnce() {
    assertThatThrownBy(() -> as("guest:g", "fresh").require(progress::add))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContainingAll(
            "Role guest",
            "may not make the database fresh (CREATEDB)",
            "fresh_lakehouse",
            "CREATEROLE",
            "use-an-external-postgresql.md");
  }

  @Test
  void databasesPreparedByHandNeedNoRightToMakeThem() {
    server.execute("alter role guest createrole");
    server.execute("create database prepared owner guest template template0 encoding 'UTF8'");
    server.execute("create database prepared_lakehouse owner guest template template0");
    assertThatCode(() -> as("guest:g", "prepared").require(progress::add))
        .doesNotThrowAnyException();
  }

  @Test
  void databaseOfSomebodyElseOrOfAnotherEncodingIsRefused() {
    server.execute("create database foreign_one template template0");
    assertThatThrownBy(() -> as("maker:m", "foreign_one").require(progress::add))
        .hasMessageContaining("does not own the database foreign_one");
    server.execute(
        "create database prepared owner maker template template0 encoding 'LATIN1' lc_collate 'C' lc_ctype 'C'");
    assertThatThrownBy(() -> as("maker:m", "prepared").require(progress::add))
        .hasMessageContaining("encoding LATIN1");
  }

  @Test
  void wrongPasswordIsToldAtOnce() {
    assertThatThrownBy(() ->
            at(server.port(), "maker:wrong-one", "fresh", Duration.ofMinutes(5))
                .require(progress::add))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContainingAll("does not let role maker in", "password authentication failed")
        .hasMessageNotContaining("wrong-one");
  }

  @Test
  void serverWithoutTlsIsToldAtOnceWhenTlsIsAskedFor() {
    ExternalPostgres encrypted =
        ExternalPostgres.of(
            "postgresql://postgres@localhost:%d/fresh?sslmode=require".formatted(server.port()),
            Optional.empty(),
            Duration.ofMinutes(5));
    assertThatThrownBy(() -> encrypted.require(progress::add))
        .hasMessageContaining("does not support SSL");
  }

  @Test
  void absentServerIsWaitedForAndThenNamed() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    ExternalPostgres absent = at(free, "maker", "fresh", Duration.ofSeconds(6));
    assertThatThrownBy(() -> absent.require(progress::add))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContainingAll(
            "localhost:" + free, "does not answer after 6 s", "--postgres-wait-seconds");
    assertThat(progress).singleElement().asString().contains("Waiting for PostgreSQL", "refused");
  }

  @Test
  void serverThatComesMeanwhileIsUsed(@TempDir Path directory) throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    CompletableFuture<Void> waiting =
        CompletableFuture.runAsync(
            () -> at(free, "postgres", "fresh", Duration.ofSeconds(40)).require(_ -> {}));
    try (TestPostgres _ = TestPostgres.start(directory, free, true)) {
      assertThatCode(waiting::join).doesNotThrowAnyException();
    }
  }

  @Test
  void databasesBelongToOneInstallation() {
    ExternalPostgres postgres = as("postgres", "prepared");
    Claim mine = new Claim(postgres, "mine-12345678");
    Claim other = new Claim(postgres, "other-1234567");
    mine.check(false);
    assertThatThrownBy(() -> mine.check(true))
        .hasMessageContainingAll("does not hold the platform's tables", "backup");
    server.execute("create database prepared");
    assertThatThrownBy(() -> mine.check(true)).isInstanceOf(StartupFailure.class);
    server.execute("prepared", "create schema platform");
    mine.check(true);
    mine.stake();
    mine.stake();
    mine.check(true);
    assertThatThrownBy(() -> other.check(false))
        .hasMessageContainingAll("another installation", "nothing has been changed");
  }

  @Test
  void doctorSaysHowTheServerIsSet(@TempDir Path data) {
    Finding finding =
        new ExternalPostgresCheck(as("postgres", "fresh"), data, Clock.systemUTC()).look();
    assertThat(finding.seen()).contains("PostgreSQL ");
  }
}
