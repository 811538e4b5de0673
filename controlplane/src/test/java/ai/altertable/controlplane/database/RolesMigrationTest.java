package ai.altertable.controlplane.database;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.controlplane.ControlPlaneConfig;
import ai.altertable.controlplane.FreshPlatforms;
import ai.altertable.testing.TestPostgres;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/// What becomes of principals that were made before roles were rows.
class RolesMigrationTest {
  private final TestPostgres postgres = TestPostgres.shared();
  private final ControlPlaneConfig config = FreshPlatforms.config();
  private final String database = config.database().database();

  @Test
  void oldRolesBecomeRolesOnTheOrganization() {
    PrivateDatabase.ensure(config.postgres(), TestPostgres.SUPERUSER, database);
    Flyway.configure()
        .dataSource(config.postgres().database(database, Duration.ofMinutes(1)))
        .defaultSchema(Migrations.SCHEMA)
        .schemas(Migrations.SCHEMA)
        .locations("classpath:db/migration")
        .target("2")
        .load()
        .migrate();
    postgres.execute(
        database,
        """
        set search_path = platform;
        insert into organization (name, slug) values ('Default', 'default');
        insert into environment (organization_id, name, slug)
          select id, 'production', 'production' from organization;
        insert into principal (organization_id, name, role)
          select organization.id, u.name, u.role
          from organization, (values ('ann', 'admin'), ('rob', 'reader')) as u(name, role);
        insert into credential (principal_id, environment_id, username, verifier)
          select principal.id, environment.id, principal.name, 'SCRAM-SHA-256$x' from principal, environment;
        """);

    ControlPlaneDatabase.open(config.postgres(), config.database()).close();

    assertThat(
            postgres.text(
                database,
                """
                select string_agg(name || ' ' || kind || ' ' || role, ', ' order by name)
                from platform.principal join platform.role_assignment on principal_id = principal.id
                where role_assignment.organization_id = principal.organization_id
                """))
        .isEqualTo("ann user organization:admin, rob user organization:reader");
    assertThat(
            postgres.text(
                database,
                "select bool_and(is_default and expires_at is null) from platform.credential"))
        .isEqualTo("t");
  }
}
