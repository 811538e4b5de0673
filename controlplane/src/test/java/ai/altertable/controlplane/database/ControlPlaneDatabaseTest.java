package ai.altertable.controlplane.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import ai.altertable.controlplane.FreshPlatforms;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.testing.TestPostgres;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ControlPlaneDatabaseTest {
  private static final Secret NO_PASSWORD = new Secret("none");

  private final TestPostgres postgres = TestPostgres.shared();
  private final DatabaseConfig config = FreshPlatforms.config().database();

  @Test
  void missingDatabaseIsMadeAndMigrated() {
    try (ControlPlaneDatabase database =
        ControlPlaneDatabase.open(FreshPlatforms.server(), config)) {
      assertThat(count(database)).isZero();
    }
  }

  @Test
  void openingAgainKeepsWhatIsThere() {
    try (ControlPlaneDatabase database =
        ControlPlaneDatabase.open(FreshPlatforms.server(), config)) {
      database
          .transactions()
          .run(handle -> handle.execute("insert into organization (name, slug) values ('a','a')"));
    }
    try (ControlPlaneDatabase database =
        ControlPlaneDatabase.open(FreshPlatforms.server(), config)) {
      assertThat(count(database)).isEqualTo(1);
    }
  }

  @Test
  void otherRolesCannotEnter() {
    try (ControlPlaneDatabase _ = ControlPlaneDatabase.open(FreshPlatforms.server(), config)) {
      postgres.execute("postgres", "create role stranger login password 'stranger'");
      assertThatThrownBy(
              () -> postgres.connect(config.database(), "stranger", new Secret("stranger")).close())
          .hasMessageContaining("permission denied for database");
    } finally {
      postgres.execute("postgres", "drop role stranger");
    }
  }

  @Test
  void databaseOfNewerVersionIsRefused() {
    ControlPlaneDatabase.open(FreshPlatforms.server(), config).close();
    postgres.execute(
        config.database(),
        """
        insert into platform.flyway_schema_history
          (installed_rank, version, description, type, script, checksum, installed_by,
           execution_time, success)
        values (99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'postgres', 1, true)
        """);
    assertThatThrownBy(() -> ControlPlaneDatabase.open(FreshPlatforms.server(), config))
        .asInstanceOf(type(PlatformException.class))
        .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.FEATURE_NOT_SUPPORTED))
        .extracting(PlatformException::clientMessage)
        .asString()
        .contains("newer version", "99", "restore a backup");
  }

  @Test
  void serverThatIsAwayIsNamed() {
    PostgresServer nowhere = new PostgresServer("127.0.0.1", 1, "postgres", NO_PASSWORD);
    assertThatThrownBy(() -> ControlPlaneDatabase.open(nowhere, config))
        .asInstanceOf(type(PlatformException.class))
        .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.METADATA_UNAVAILABLE))
        .extracting(PlatformException::getMessage)
        .asString()
        .contains("127.0.0.1:1", config.database(), "role postgres");
  }

  @Test
  void wrongPasswordOfTheServerIsToldWithoutIt() {
    PostgresServer wrong =
        new PostgresServer("127.0.0.1", postgres.port(), "nobody", new Secret("s3cr3t"));
    assertThatThrownBy(() -> ControlPlaneDatabase.open(wrong, config))
        .hasMessageContaining("password authentication failed")
        .hasMessageNotContaining("s3cr3t");
  }

  @Test
  void databaseOfSomebodyElseIsRefused() {
    postgres.execute("postgres", "create role guest login createdb password 'guest'");
    postgres.execute("postgres", "create database " + config.database());
    try {
      PostgresServer guest =
          new PostgresServer("127.0.0.1", postgres.port(), "guest", new Secret("guest"));
      assertThatThrownBy(() -> ControlPlaneDatabase.open(guest, config))
          .hasMessageContaining("make the role its owner");
    } finally {
      postgres.execute("postgres", "drop role guest");
    }
  }

  @Test
  void brokenConnectionsAreThrownAway() {
    try (ControlPlaneDatabase database =
        ControlPlaneDatabase.open(FreshPlatforms.server(), config)) {
      assertThat(count(database)).isZero();
      Transactions transactions = database.transactions();
      assertThatThrownBy(
              () -> transactions.run(handle -> handle.execute(terminate("pid = pg_backend_pid()"))))
          .asInstanceOf(type(PlatformException.class))
          .satisfies(broken -> {
            assertThat(broken.code()).isEqualTo(ErrorCode.METADATA_UNAVAILABLE);
            assertThat(broken.code().retryable()).isTrue();
            assertThat(broken.getMessage()).contains("try again");
          });
      assertThat(count(database)).isZero();
    }
  }

  @Test
  void failureNeverRepeatsTheValuesOfTheStatement() {
    try (ControlPlaneDatabase database =
        ControlPlaneDatabase.open(FreshPlatforms.server(), config)) {
      assertThatThrownBy(() ->
              database
                  .transactions()
                  .run(handle ->
                      handle
                          .createUpdate(
                              """
                              insert into credential
                                (principal_id, environment_id, username, verifier)
                              values (gen_random_uuid(), gen_random_uuid(), 'a', :verifier)
                              """)
                          .bind("verifier", "unveiled")
                          .execute()))
          .asInstanceOf(type(PlatformException.class))
          .satisfies(failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.CONSTRAINT_VIOLATION);
            assertThat(failure).hasStackTraceContaining("violates check constraint");
            assertThat(failure.logLine()).doesNotContain("unveiled");
            for (Throwable t = failure; t != null; t = t.getCause()) {
              assertThat(String.valueOf(t)).doesNotContain("unveiled");
            }
          });
    }
  }

  @Test
  void statementsThatTakeTooLongEnd() {
    DatabaseConfig hasty =
        new DatabaseConfig(config.database(), 2, config.connectionTimeout(), Duration.ofSeconds(1));
    try (ControlPlaneDatabase database =
        ControlPlaneDatabase.open(FreshPlatforms.server(), hasty)) {
      assertThatThrownBy(
              () -> database.transactions().run(handle -> handle.execute("select pg_sleep(60)")))
          .asInstanceOf(type(PlatformException.class))
          .extracting(PlatformException::code)
          .isEqualTo(ErrorCode.METADATA_UNAVAILABLE);
    }
  }

  @Test
  void innerWorkSharesTheFateOfTheOuter() {
    try (ControlPlaneDatabase database =
        ControlPlaneDatabase.open(FreshPlatforms.server(), config)) {
      Transactions transactions = database.transactions();
      assertThatThrownBy(() ->
              transactions.run(_ -> {
                transactions.run(handle ->
                    handle.execute("insert into organization (name, slug) values ('b','b')"));
                throw new IllegalStateException("outer failed");
              }))
          .hasMessageContaining("outer failed");
      assertThat(count(database)).isZero();
    }
  }

  private static String terminate(String which) {
    return "select pg_terminate_backend(pid) from pg_stat_activity where " + which;
  }

  private static int count(ControlPlaneDatabase database) {
    return database
        .transactions()
        .call(handle ->
            handle.createQuery("select count(*) from organization").mapTo(Integer.class).one());
  }
}
