package ai.altertable.controlplane.fleet;

import ai.altertable.controlplane.ControlPlaneConfig;
import ai.altertable.controlplane.FreshPlatforms;
import ai.altertable.controlplane.database.Changes;
import ai.altertable.controlplane.database.ControlPlaneDatabase;
import ai.altertable.controlplane.database.Transactions;
import ai.altertable.controlplane.tenant.Organization;
import ai.altertable.controlplane.tenant.Tenants;
import ai.altertable.foundation.identity.Environment;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/// A fresh database, and two control planes' ways into it.
public final class TwoReplicas implements AutoCloseable {
  private final ControlPlaneConfig config = FreshPlatforms.config();
  private final List<ControlPlaneDatabase> databases =
      List.of(
          ControlPlaneDatabase.open(config.postgres(), config.database()),
          ControlPlaneDatabase.open(config.postgres(), config.database()));
  private final List<Changes> changes = List.of(changes(config), changes(config));

  private static Changes changes(ControlPlaneConfig config) {
    return Changes.start(config.postgres(), config.database(), Duration.ofSeconds(30));
  }

  public Transactions transactions(int replica) {
    return databases.get(replica).transactions();
  }

  public Changes changes(int replica) {
    return changes.get(replica);
  }

  public Environment environment(String name) {
    Tenants tenants = new Tenants(transactions(0));
    return tenants.environment(tenants.organization(Organization.DEFAULT), name);
  }

  public String database() {
    return config.database().database();
  }

  /// Waits until something holds; fails after 5 s.
  public static void await(String what, BooleanSupplier holds) {
    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within 5 s: " + what);
      }
      try {
        Thread.sleep(2);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new AssertionError(interrupted);
      }
    }
  }

  @Override
  public void close() {
    changes.forEach(Changes::close);
    databases.forEach(ControlPlaneDatabase::close);
  }
}
