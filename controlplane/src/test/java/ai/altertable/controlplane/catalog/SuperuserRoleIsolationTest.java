package ai.altertable.controlplane.catalog;

import ai.altertable.controlplane.FreshPlatforms;
import ai.altertable.controlplane.database.PostgresServer;

/// The embedded server: the platform is its superuser.
class SuperuserRoleIsolationTest extends RoleIsolationContract {
  @Override
  PostgresServer server() {
    return FreshPlatforms.server();
  }
}
