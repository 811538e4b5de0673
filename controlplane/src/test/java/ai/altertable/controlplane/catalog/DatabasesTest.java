package ai.altertable.controlplane.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.controlplane.ControlPlaneConfig;
import ai.altertable.controlplane.FreshPlatforms;
import ai.altertable.controlplane.access.EnvironmentCatalogs.Catalog;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.testing.TestPostgres;
import java.sql.Connection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabasesTest {
  private final TestPostgres postgres = TestPostgres.shared();
  private final ControlPlaneConfig config = FreshPlatforms.config();
  private final CatalogFixture fixture = new CatalogFixture(config);
  private final Databases databases = fixture.databases();

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void databaseIsMadeOnce() {
    Environment environment = fixture.environment("once");
    Database first = databases.createDatabase(environment, "Sales EU");
    assertThat(databases.createDatabase(environment, "Sales EU")).isEqualTo(first);
    assertThat(databases.databases(environment))
        .singleElement()
        .satisfies(managed -> {
          String hex = first.id().toString().replace("-", "");
          assertThat(managed.name()).isEqualTo("sales_eu");
          assertThat(managed.metadataSchema()).isEqualTo("lake_" + hex);
          assertThat(managed.dataPath())
              .isEqualTo("objects/" + environment.id() + "/" + first.id() + "/");
          assertThat(managed.owner().role()).isEqualTo("lake_" + hex + "_owner");
          assertThat(managed.reader().role()).isEqualTo("lake_" + hex + "_reader");
          assertThat(managed.toString()).doesNotContain(managed.owner().password().value());
        });
  }

  @Test
  void firstDatabaseIsTheDefaultUntilAnotherIsChosen() {
    Environment environment = fixture.environment("defaults");
    assertThat(defaultOf(environment)).isEmpty();
    databases.createDatabase(environment, "zeta");
    Database alpha = databases.createDatabase(environment, "alpha");
    assertThat(databases.catalogs(environment))
        .extracting(Catalog::name)
        .containsExactly("zeta", "alpha");
    assertThat(defaultOf(environment)).contains("zeta");
    databases.makeDefault(alpha);
    databases.makeDefault(alpha);
    assertThat(defaultOf(environment)).contains("alpha");
  }

  private List<String> defaultOf(Environment environment) {
    return databases.catalogs(environment).stream()
        .filter(Catalog::isDefault)
        .map(Catalog::name)
        .toList();
  }

  @Test
  void namesTooMuchAlikeAreRefused() {
    Environment environment = fixture.environment("alike");
    databases.createDatabase(environment, "my_db");
    for (String alike : List.of("My DB", "my-db", "MY_DB", "_my_db")) {
      assertThatThrownBy(() -> databases.createDatabase(environment, alike))
          .isInstanceOfSatisfying(
              PlatformException.class,
              refused -> {
                assertThat(refused.code()).isEqualTo(ErrorCode.ALREADY_EXISTS);
                assertThat(refused.getMessage()).contains("'" + alike + "'", "'my_db'");
              });
    }
    assertThat(databases.databases(environment)).hasSize(1);
  }

  @Test
  void environmentsDoNotShareDatabases() {
    Environment here = fixture.environment("here");
    Environment there = fixture.environment("there");
    databases.createDatabase(here, "sales");
    databases.createDatabase(there, "sales");
    assertThat(databases.databases(here).getFirst().metadataSchema())
        .isNotEqualTo(databases.databases(there).getFirst().metadataSchema());
  }

  @Test
  void environmentThatDoesNotExistIsRefused() {
    Environment nowhere = new Environment(UUID.randomUUID(), "nowhere");
    assertThatThrownBy(() -> databases.createDatabase(nowhere, "sales"))
        .isInstanceOfSatisfying(
            PlatformException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.OBJECT_NOT_FOUND));
  }

  @Test
  void manyAskingAtOnceGetTheSameDatabase() throws InterruptedException {
    Environment environment = fixture.environment("at-once");
    Set<UUID> made = ConcurrentHashMap.newKeySet();
    List<Thread> threads =
        IntStream.range(0, 12)
            .mapToObj(_ ->
                Thread.startVirtualThread(
                    () -> made.add(databases.createDatabase(environment, "sales").id())))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(made).hasSize(1);
    assertThat(databases.databases(environment)).hasSize(1);
  }

  @Test
  void interruptedCreationIsHiddenAndCompletedByTheNextStart() {
    Environment environment = fixture.environment("interrupted");
    String id = UUID.randomUUID().toString();
    postgres.execute(
        fixture.platform(),
        String.format(
            """
            insert into platform.managed_database
              (id, environment_id, name, slug, catalog, data_path)
            values ('%s', '%s', 'half', 'half', 'half', 'objects/x/')
            """,
            id, environment.id()));
    assertThat(databases.databases(environment)).isEmpty();
    databases.provisionAll();
    assertThat(databases.databases(environment)).hasSize(1);
    assertThat(
            postgres.text(
                fixture.lakehouse(),
                "select count(*) from pg_namespace where nspname = 'lake_"
                    + id.replace("-", "")
                    + "'"))
        .isEqualTo("1");
  }

  @Test
  void newMasterKeyTakesOverAtTheNextStart() throws Exception {
    Environment environment = fixture.environment("rotated");
    databases.createDatabase(environment, "sales");
    ManagedDatabase.Login before = databases.databases(environment).getFirst().owner();
    postgres.connect(fixture.lakehouse(), before.role(), before.password()).close();

    Secret newKey = new Secret("another key of thirty-two bytes.");
    try (CatalogFixture restarted = new CatalogFixture(config, RolePasswords.derivedFrom(newKey))) {
      restarted.databases().provisionAll();
      ManagedDatabase.Login after = restarted.databases().databases(environment).getFirst().owner();
      try (Connection connection =
          postgres.connect(fixture.lakehouse(), after.role(), after.password())) {
        assertThat(connection.isValid(5)).isTrue();
      }
      assertThatThrownBy(
              () -> postgres.connect(fixture.lakehouse(), before.role(), before.password()))
          .hasMessageContaining("password authentication failed");
    } finally {
      databases.provisionAll();
    }
  }
}
