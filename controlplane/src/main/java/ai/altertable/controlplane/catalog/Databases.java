package ai.altertable.controlplane.catalog;

import ai.altertable.controlplane.access.EnvironmentCatalogs;
import ai.altertable.controlplane.access.RememberedLogins;
import ai.altertable.controlplane.database.Transactions;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.identity.Environment;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The managed databases of environments. A database is first written down, then its schema is
/// made, and from then on it counts; what was interrupted is completed by doing it again.
public final class Databases implements EnvironmentCatalogs {
  private static final Logger LOG = LoggerFactory.getLogger(Databases.class);

  private final DatabaseStore store;
  private final Lakehouse lakehouse;
  private final RememberedLogins remembered;

  public Databases(Transactions transactions, Lakehouse lakehouse, RememberedLogins remembered) {
    this.store = new DatabaseStore(transactions);
    this.lakehouse = lakehouse;
    this.remembered = remembered;
  }

  /// Makes a database; one of exactly this name that exists is returned as it is. An environment's
  /// first database is its default.
  ///
  /// @throws ai.altertable.foundation.error.PlatformException INVALID_PARAMETER when no database
  ///   may be called that, ALREADY_EXISTS when another one has the same catalog or slug
  public Database createDatabase(Environment environment, String name) {
    Database database = store.findOrInsert(environment, DatabaseName.of(name));
    provision(List.of(database.id()));
    return database;
  }

  /// Makes this database the one that requests mean when they name none.
  public void makeDefault(Database database) {
    if (store.markDefault(database)) {
      remembered.forgetAll();
    }
  }

  /// What workers of the environment need to know, in the order of creation.
  public List<ManagedDatabase> databases(Environment environment) {
    return store.list(environment).stream().map(lakehouse::managed).toList();
  }

  @Override
  public Catalogs catalogs(Environment environment) {
    List<Database> databases = store.list(environment);
    return new Catalogs(
        databases.stream().map(database -> database.name().catalog()).toList(),
        databases.stream()
            .filter(Database::isDefault)
            .map(database -> database.name().catalog())
            .findFirst());
  }

  /// Sets passwords, rights and limits of all databases' roles anew, and completes what was
  /// interrupted. Done at each start.
  public void provisionAll() {
    provision(store.ids());
  }

  /// Provisions all databases anew when somebody else has changed one of their roles.
  void restoreRoles() {
    Set<String> changed = lakehouse.changedRoles();
    if (!changed.isEmpty()) {
      LOG.warn(
          "the password or the settings of {} were changed in PostgreSQL, and are set anew; whoever did"
              + " that has the role's password",
          changed);
      provisionAll();
    }
  }

  private void provision(List<UUID> ids) {
    lakehouse.provision(ids);
    if (store.markProvisioned(ids)) {
      remembered.forgetAll();
    }
  }
}
