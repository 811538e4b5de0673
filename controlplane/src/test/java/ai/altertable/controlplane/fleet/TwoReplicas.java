package ai.altertable.controlplane.fleet;

import ai.altertable.controlplane.ControlPlaneConfig;
import ai.altertable.controlplane.FreshPlatforms;
import ai.altertable.controlplane.database.Changes;
import ai.altertable.controlplane.database.ControlPlaneDatabase;
import ai.altertable.controlplane.database.Transactions;
import ai.altertable.controlplane.tenant.Organization;
import ai.altertable.controlplane.tenant.Tenants;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.testing.TestPostgres;
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

  /// Ends the connections that listen for changes, and waits until they are gone; with one that
  /// leads, only that one.
  public void cutListener(boolean leading) {
    String locks =
        leading
            ? " and pid in (select pid from pg_locks where locktype = 'advisory' and granted)"
            : "";
    TestPostgres.shared()
        .execute("select pg_terminate_backend(pid, 5000)" + fromListeners() + locks);
  }

  /// How many connections listen for changes.
  public int listeners() {
    return Integer.parseInt(
        TestPostgres.shared().text(TestPostgres.SUPERUSER, "select count(*)" + fromListeners()));
  }

  /// What a listener has said last is one of these.
  private String fromListeners() {
    return """
     from pg_stat_activity where datname = '%s' and pid <> pg_backend_pid()
      and (query like 'listen %%' or query like '%%fleet scheduler%%' or query = 'select 1')
    """
        .formatted(database());
  }

  /// Whether new connections to the database are let in.
  public void allowConnections(boolean on) {
    TestPostgres.shared().execute("alter database " + database() + " allow_connections " + on);
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
