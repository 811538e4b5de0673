package ai.altertable.controlplane.catalog;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.controlplane.FreshPlatforms;
import ai.altertable.controlplane.database.PostgresServer;
import ai.altertable.foundation.catalog.ManagedDatabase.Login;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/// The embedded server: the platform is its superuser.
class SuperuserRoleIsolationTest extends RoleIsolationContract {
  @Override
  PostgresServer server() {
    return FreshPlatforms.server();
  }

  @Test
  void nobodyTakesAdvisoryLocksOfItsOwn() {
    for (String locking :
        new String[] {
          "pg_advisory_lock(1)",
          "pg_advisory_lock(1, 2)",
          "pg_advisory_lock_shared(1)",
          "pg_advisory_xact_lock(1)",
          "pg_advisory_xact_lock_shared(1, 2)",
          "pg_try_advisory_lock(1)",
          "pg_try_advisory_xact_lock_shared(1)",
          "pg_advisory_unlock(1)",
          "pg_advisory_unlock_all()",
        }) {
      assertRefusedToAll("select " + locking);
    }
  }

  @Test
  void passwordThatARoleHasChangedIsSetAnew() throws SQLException {
    for (Login login : new Login[] {sales().owner(), sales().reader()}) {
      run(
          login,
          "set default_transaction_read_only = off",
          "alter role current_user password 'mine'");
      assertThatThrownBy(() -> run(login, "select 1"))
          .hasMessageContaining("password authentication failed");

      restoreRoles();

      run(login, "select 1");
    }
  }

  @Test
  void nobodyMakesLargeObjects() {
    assertRefusedToAll("select lo_create(0)");
    assertRefusedToAll("select lo_creat(-1)");
    assertRefusedToAll("select lo_from_bytea(0, 'x')");
  }
}
