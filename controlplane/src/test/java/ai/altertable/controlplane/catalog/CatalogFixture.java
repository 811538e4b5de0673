package ai.altertable.controlplane.catalog;

import ai.altertable.controlplane.ControlPlaneConfig;
import ai.altertable.controlplane.access.PasswordHash;
import ai.altertable.controlplane.access.RememberedLogins;
import ai.altertable.controlplane.access.Revocations;
import ai.altertable.controlplane.database.ControlPlaneDatabase;
import ai.altertable.controlplane.tenant.Tenants;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.lifecycle.Secret;
import java.security.SecureRandom;

/// Databases of a fresh platform.
final class CatalogFixture implements AutoCloseable {
  static final Secret MASTER_KEY = new Secret("a master key of thirty-two bytes");

  private final ControlPlaneConfig config;
  private final ControlPlaneDatabase database;
  private final Tenants tenants;
  private final Databases databases;
  private final Removals removals;

  CatalogFixture(ControlPlaneConfig config) {
    this(config, RolePasswords.derivedFrom(MASTER_KEY));
  }

  CatalogFixture(ControlPlaneConfig config, RolePasswords passwords) {
    SecureRandom random = new SecureRandom();
    this.config = config;
    this.database = ControlPlaneDatabase.open(config.postgres(), config.database());
    this.tenants = new Tenants(database.transactions());
    Lakehouse lakehouse =
        Lakehouse.open(
            config.postgres(),
            config.database().database(),
            config.lakehouse(),
            passwords,
            PasswordHash.scramSha256(),
            random);
    this.databases =
        new Databases(
            database.transactions(),
            lakehouse,
            new RememberedLogins(random, config.access()),
            new Revocations(database.transactions()));
    this.removals = new Removals(database.transactions(), lakehouse);
  }

  Databases databases() {
    return databases;
  }

  Removals removals() {
    return removals;
  }

  Environment environment(String name) {
    return tenants.environment(tenants.organization("Acme"), name);
  }

  String lakehouse() {
    return config.lakehouse().database();
  }

  String platform() {
    return config.database().database();
  }

  @Override
  public void close() {
    database.close();
  }
}
