package ai.altertable.controlplane.catalog;

import ai.altertable.controlplane.access.EnvironmentCatalogs;
import ai.altertable.controlplane.access.RememberedLogins;
import ai.altertable.controlplane.access.Revocations;
import ai.altertable.controlplane.database.Transactions;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Environment;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The managed databases of environments. A database is first written down, then its schema is
/// made, and from then on it counts; what was interrupted is completed by doing it again. Safe for
/// use by several threads.
public final class Databases implements EnvironmentCatalogs {
  private static final Logger LOG = LoggerFactory.getLogger(Databases.class);

  private final Transactions transactions;
  private final DatabaseStore store;
  private final Labels labels;
  private final Lakehouse lakehouse;
  private final RememberedLogins remembered;
  private final Revocations revocations;
  private final List<Consumer<Environment>> listeners = new CopyOnWriteArrayList<>();

  public Databases(
      Transactions transactions,
      Lakehouse lakehouse,
      RememberedLogins remembered,
      Revocations revocations) {
    this.transactions = transactions;
    this.store = new DatabaseStore(transactions);
    this.labels = new Labels(transactions);
    this.lakehouse = lakehouse;
    this.remembered = remembered;
    this.revocations = revocations;
  }

  /// Has those told who tell workers of the databases that there are: [#databases] of the
  /// environment has another answer now. New grants name the change only afterwards.
  ///
  /// @param listener called on the thread that made the change; must not block
  public void onChange(Consumer<Environment> listener) {
    listeners.add(listener);
  }

  private void tell(Environment environment) {
    listeners.forEach(listener -> listener.accept(environment));
    remembered.forgetAll();
  }

  /// Makes a database; one of exactly this name that exists is returned as it is. An environment's
  /// first database is its default.
  ///
  /// @throws PlatformException INVALID_PARAMETER when no database may be called that,
  ///   ALREADY_EXISTS when another one has the same catalog or slug
  public Database createDatabase(Environment environment, String name) {
    Database database = store.findOrInsert(environment, DatabaseName.of(name));
    if (provision(List.of(database.id()))) {
      tell(environment);
    }
    return database;
  }

  /// Makes a database that must not exist yet.
  ///
  /// @throws PlatformException INVALID_PARAMETER when no database may be called that,
  ///   ALREADY_EXISTS when there is one of that name, catalog or slug
  public DatabaseEntry add(Environment environment, String name, DatabaseSettings settings) {
    Database database = store.insertNew(environment, DatabaseName.of(name), settings);
    try {
      provision(List.of(database.id()));
    } catch (PlatformException failure) {
      // So that the same may be asked for again.
      transactions.run(handle -> store.remove(handle, database));
      throw failure;
    }
    tell(environment);
    return entries(environment).stream()
        .filter(entry -> entry.database().id().equals(database.id()))
        .findFirst()
        .orElseThrow(() ->
            new PlatformException(
                ErrorCode.OBJECT_NOT_FOUND, "the database was removed while it was made"));
  }

  /// Replaces what is said of a database. Its catalog and slug stay: SQL and addresses go on to
  /// work. Who could write to it and may not any more is out at once.
  ///
  /// @throws PlatformException INVALID_PARAMETER, ALREADY_EXISTS
  public void change(DatabaseEntry before, String name, DatabaseSettings settings) {
    Database database = before.database();
    if (!name.equals(database.name().text())) {
      DatabaseName.of(name);
    }
    transactions.run(handle -> {
      store.update(handle, database, name, settings);
      if (settings.readOnly() && !before.settings().readOnly()) {
        seeing(handle, database).forEach(principal -> revocations.raise(handle, principal));
      }
    });
    tell(database.environment());
  }

  /// Makes this database the one that requests mean when they name none.
  public void makeDefault(Database database) {
    if (store.markDefault(database)) {
      tell(database.environment());
    }
  }

  /// Takes a database away: from now on nobody sees it, and what ran on it ends with its sessions.
  /// [Removals] removes its metadata and files later.
  ///
  /// @return whether it was there
  public boolean remove(Database database) {
    boolean removed =
        transactions.call(handle -> {
          List<UUID> seeing = seeing(handle, database);
          boolean there = store.remove(handle, database);
          if (there) {
            seeing.forEach(principal -> revocations.raise(handle, principal));
          }
          return there;
        });
    if (removed) {
      LOG.info(
          "database '{}' ({}) of environment '{}' was removed",
          database.name().text(),
          database.id(),
          database.environment().slug());
      tell(database.environment());
    }
    return removed;
  }

  /// The principals that may have been granted something on the database.
  private static List<UUID> seeing(Handle handle, Database database) {
    return handle
        .createQuery(
            """
            select distinct role_assignment.principal_id
            from role_assignment
            join credential on credential.principal_id = role_assignment.principal_id
            where credential.environment_id = :environment
              and role not in ('organization:member', 'environment:member')
              and (role_assignment.organization_id =
                  (select organization_id from environment where id = :environment)
                or role_assignment.environment_id = :environment or database_id = :id)
            order by 1
            """)
        .bind("environment", database.environment().id())
        .bind("id", database.id())
        .mapTo(UUID.class)
        .list();
  }

  /// All that is known of the environment's databases, in the order of creation.
  public List<DatabaseEntry> entries(Environment environment) {
    List<Label> known = labels.list(store.organization(environment));
    return store.stored(environment).stream()
        .map(stored ->
            new DatabaseEntry(
                stored.database(),
                stored.settings(),
                known.stream()
                    .filter(label -> stored.settings().labels().contains(label.id()))
                    .toList(),
                stored.created(),
                stored.updated()))
        .toList();
  }

  /// The labels that a request means by their ids, and by names, of which those that are missing
  /// are made.
  ///
  /// @throws PlatformException INVALID_PARAMETER when there is none of an id
  public List<UUID> labels(
      Environment environment, Collection<UUID> ids, Collection<String> names) {
    UUID organization = store.organization(environment);
    return Labels.together(labels.existing(organization, ids), labels.named(organization, names));
  }

  /// What workers of the environment need to know, in the order of creation.
  public List<ManagedDatabase> databases(Environment environment) {
    return store.list(environment).stream().map(lakehouse::managed).toList();
  }

  @Override
  public List<Catalog> catalogs(Environment environment) {
    return store.stored(environment).stream()
        .map(stored ->
            new Catalog(
                stored.database().id(),
                stored.database().name().catalog(),
                stored.settings().readOnly(),
                stored.database().isDefault()))
        .toList();
  }

  /// Sets passwords, rights and limits of all databases' roles anew, and completes what was
  /// interrupted. Done at each start.
  public void provisionAll() {
    if (provision(store.ids())) {
      remembered.forgetAll();
    }
  }

  /// Provisions all databases anew when somebody else has changed one of their roles.
  public void restoreRoles() {
    Set<String> changed = lakehouse.changedRoles(store.ids());
    if (!changed.isEmpty()) {
      LOG.warn(
          "the password or the settings of {} were changed in PostgreSQL, and are set anew; whoever did"
              + " that has the role's password",
          changed);
      provisionAll();
    }
  }

  /// @return whether one of them counts from now on
  private boolean provision(List<UUID> ids) {
    lakehouse.provision(ids);
    return store.markProvisioned(ids);
  }
}
