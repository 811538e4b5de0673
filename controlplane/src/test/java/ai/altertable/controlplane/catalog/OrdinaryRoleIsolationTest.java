package ai.altertable.controlplane.catalog;

import ai.altertable.controlplane.database.PostgresServer;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.testing.TestPostgres;

/// A server of somebody else: the platform may make databases and roles, and nothing more.
class OrdinaryRoleIsolationTest extends RoleIsolationContract {
  private static final String ROLE = "platform_role";

  @Override
  PostgresServer server() {
    TestPostgres shared = TestPostgres.shared();
    String present =
        shared.text("postgres", "select count(*) from pg_roles where rolname = '" + ROLE + "'");
    if (present.equals("0")) {
      shared.execute(
          "postgres",
          "create role " + ROLE + " login createdb createrole password 'platform password'");
    }
    return new PostgresServer("127.0.0.1", shared.port(), ROLE, new Secret("platform password"));
  }
}
