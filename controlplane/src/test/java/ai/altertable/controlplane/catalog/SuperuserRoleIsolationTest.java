package ai.altertable.controlplane.catalog;

import ai.altertable.controlplane.FreshPlatforms;
import ai.altertable.controlplane.database.PostgresServer;
import org.junit.jupiter.api.Test;

/// The embedded server: the platform is its superuser.
class SuperuserRoleIsolationTest extends RoleIsolationContract {
  @Override
  PostgresServer server() {
    return FreshPlatforms.server();
  }

  @Test
  void nobodyMakesLargeObjects() {
    assertRefusedToAll("select lo_create(0)");
    assertRefusedToAll("select lo_creat(-1)");
    assertRefusedToAll("select lo_from_bytea(0, 'x')");
  }
}
