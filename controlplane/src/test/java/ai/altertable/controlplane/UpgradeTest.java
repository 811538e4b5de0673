package ai.altertable.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import ai.altertable.controlplane.access.Role;
import ai.altertable.controlplane.access.User;
import ai.altertable.controlplane.bootstrap.BootstrapFlags;
import ai.altertable.controlplane.catalog.RolePasswords;
import ai.altertable.controlplane.database.ControlPlaneDatabase;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.identity.Access;
import ai.altertable.foundation.identity.Authentication;
import ai.altertable.foundation.identity.Authentication.Authenticated;
import ai.altertable.foundation.identity.Authentication.Rejected;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.testing.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Databases of every earlier version become of this one, and mean the same. `platform-vN.sql`
/// holds what `pg_dump` said of a database that the migrations up to N had made and that was used:
/// two environments, three users, a key, four managed databases, one of them half made.
class UpgradeTest {
  private static final RolePasswords ROLE_PASSWORDS =
      RolePasswords.derivedFrom(new Secret("a master key of thirty-two bytes"));
  private static final UUID PRODUCTION = id(2, 1);

  private final TestPostgres postgres = TestPostgres.shared();
  private final ControlPlaneConfig config = FreshPlatforms.config();

  private static UUID id(int kind, int number) {
    return UUID.fromString("%d0000000-0000-4000-8000-00000000000%d".formatted(kind, number));
  }

  private void load(int version) throws IOException {
    try (InputStream dump =
        Objects.requireNonNull(
            ControlPlaneDatabase.class.getResourceAsStream(
                "platform-v%d.sql".formatted(version)))) {
      postgres.execute("create database " + config.database().database());
      postgres.execute(
          config.database().database(), new String(dump.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private ControlPlane open() {
    return ControlPlane.open(config, ROLE_PASSWORDS, new SecureRandom());
  }

  private String text(String sql) {
    return postgres.text(config.database().database(), sql);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void earlierVersionBecomesThisOneAndMeansTheSame(int version) throws IOException {
    load(version);
    for (int start = 0; start < 2; start++) {
      try (ControlPlane plane = open()) {
        assertUsers(plane);
        assertLogins(plane);
        assertDatabases(plane);
        assertThat(plane.bootstrap().apply(BootstrapFlags.none()).generated())
            .as("nobody is made where there are users")
            .isEmpty();
      }
    }
    assertThat(
            postgres.text(
                config.database().database(),
                "select bool_and(success) and count(*) filter (where version = '%d') = 1 from platform.flyway_schema_history"
                    .formatted(version)))
        .isEqualTo("t");
  }

  private static void assertUsers(ControlPlane plane) {
    List<User> users = plane.accounts().list();
    assertThat(users)
        .extracting(User::name, User::role, User::environment)
        .containsExactlyInAnyOrder(
            tuple("ann", Role.ADMIN, "production"),
            tuple("Rob O'Neil", Role.READER, "production"),
            tuple("zoë", Role.ADMIN, "staging"));
    assertThat(users)
        .extracting(user -> user.passwordSetAt().toString())
        .contains("2026-11-21T10:01:00Z");
  }

  private static void assertLogins(ControlPlane plane) {
    assertThat(login(plane, "ann", "ann-secret"))
        .asInstanceOf(type(Authenticated.class))
        .satisfies(ann -> {
          assertThat(ann.principal().id()).isEqualTo(id(3, 1));
          assertThat(ann.administrator()).isTrue();
          assertThat(ann.defaultCatalog()).contains("lakehouse");
          assertThat(ann.access())
              .containsEntry("lakehouse", Access.WRITE)
              .containsEntry("sales_2026", Access.WRITE)
              .doesNotContainKey("trial");
        });
    assertThat(login(plane, "Rob O'Neil", "rob-secret"))
        .asInstanceOf(type(Authenticated.class))
        .satisfies(rob -> {
          assertThat(rob.administrator()).isFalse();
          assertThat(rob.access())
              .containsEntry("sales_2026", Access.READ)
              .doesNotContainValue(Access.WRITE);
        });
    assertThat(login(plane, "zoë", "zoë-secret"))
        .asInstanceOf(type(Authenticated.class))
        .extracting(Authenticated::access)
        .isEqualTo(Map.of("trial", Access.WRITE));
    assertThat(login(plane, "ann", "rob-secret")).isEqualTo(new Rejected());
  }

  private static Authentication login(ControlPlane plane, String name, String password) {
    return plane.authenticator().authenticate(name, new Secret(password));
  }

  /// The one that was half made is made whole.
  private void assertDatabases(ControlPlane plane) {
    assertThat(plane.databases().databases(new Environment(PRODUCTION, "production")))
        .extracting(ManagedDatabase::name, ManagedDatabase::dataPath)
        .containsExactly(
            tuple("lakehouse", "objects/" + id(6, 1) + "/"),
            tuple("sales_2026", "objects/" + id(6, 2) + "/"),
            tuple("half_made", "objects/" + id(6, 3) + "/"));
    assertThat(text("select count(*) from platform.api_key where prefix = 'pk_live_aaaa'"))
        .isEqualTo("1");
  }
}
