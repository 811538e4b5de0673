package ai.altertable.controlplane.catalog;

import ai.altertable.controlplane.database.Transactions;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Environment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/// The table of managed databases.
final class DatabaseStore {
  private static final RowMapper<Database> DATABASE =
      (row, _) ->
          new Database(
              row.getObject("id", UUID.class),
              new Environment(
                  row.getObject("environment_id", UUID.class), row.getString("environment_slug")),
              new DatabaseName(
                  row.getString("name"), row.getString("slug"), row.getString("catalog")),
              row.getString("data_path"),
              row.getBoolean("is_default"));

  private static final RowMapper<Stored> STORED =
      (row, context) ->
          new Stored(
              DATABASE.map(row, context),
              new DatabaseSettings(
                  row.getBoolean("read_only"),
                  Optional.ofNullable(row.getString("description")),
                  Optional.ofNullable(row.getString("bucket")),
                  Optional.ofNullable(row.getObject("snapshot_retention_days", Integer.class)),
                  List.of((UUID[]) row.getArray("label_ids").getArray())),
              row.getTimestamp("created_at").toInstant(),
              row.getTimestamp("updated_at").toInstant());

  private static final String SELECT =
      """
      select managed_database.id, managed_database.name, managed_database.slug, catalog, data_path,
        is_default, environment_id, environment.slug as environment_slug, read_only, description,
        bucket, snapshot_retention_days, label_ids, managed_database.created_at,
        managed_database.updated_at
      from managed_database
      join environment on environment.id = environment_id
      """;

  private static final String LIST =
      SELECT
          + """
          where environment_id = :environment and provisioned_at is not null
          order by managed_database.created_at, managed_database.id
          """;

  /// A database with all that is stored of it.
  record Stored(Database database, DatabaseSettings settings, Instant created, Instant updated) {}

  private final Transactions transactions;

  DatabaseStore(Transactions transactions) {
    this.transactions = transactions;
  }

  /// The database of this name, made if it is missing.
  Database findOrInsert(Environment environment, DatabaseName name) {
    return transactions.call(handle -> {
      lock(handle, environment);
      Optional<Database> similar = findSimilar(handle, environment, name);
      if (similar.isEmpty()) {
        insert(handle, environment, name);
        return findSimilar(handle, environment, name).orElseThrow();
      }
      refuseUnlessSame(similar.get().name(), name);
      return similar.get();
    });
  }

  /// A new database.
  ///
  /// @throws PlatformException ALREADY_EXISTS when there is one that is too much like it
  Database insertNew(Environment environment, DatabaseName name, DatabaseSettings settings) {
    return transactions.call(handle -> {
      lock(handle, environment);
      Optional<Database> similar = findSimilar(handle, environment, name);
      if (similar.isPresent()) {
        throw tooSimilar(similar.get().name(), name);
      }
      insert(handle, environment, name);
      Database database = findSimilar(handle, environment, name).orElseThrow();
      change(handle, database.id(), name.text(), settings);
      return database;
    });
  }

  /// Replaces what is said of a database; its catalog and slug stay.
  ///
  /// @throws PlatformException ALREADY_EXISTS when another one has that name
  void update(Handle handle, Database database, String name, DatabaseSettings settings) {
    lock(handle, database.environment());
    boolean taken =
        handle
            .createQuery(
                """
                select exists (select from managed_database
                  where environment_id = :environment and name = :name and id <> :id)
                """)
            .bind("environment", database.environment().id())
            .bind("name", name)
            .bind("id", database.id())
            .mapTo(Boolean.class)
            .one();
    if (taken) {
      throw new PlatformException(
          ErrorCode.ALREADY_EXISTS, "there is a database '" + name + "'; choose another name");
    }
    change(handle, database.id(), name, settings);
  }

  private static void change(Handle handle, UUID id, String name, DatabaseSettings settings) {
    handle
        .createUpdate(
            """
            update managed_database
            set name = :name, read_only = :readOnly, description = :description,
              bucket = :bucket, snapshot_retention_days = :retention, label_ids = :labels,
              updated_at = clock_timestamp()
            where id = :id
            """)
        .bind("id", id)
        .bind("name", name)
        .bind("readOnly", settings.readOnly())
        .bind("description", settings.description().orElse(null))
        .bind("bucket", settings.bucket().orElse(null))
        .bind("retention", settings.snapshotRetentionDays().orElse(null))
        .bindArray("labels", UUID.class, settings.labels().toArray())
        .execute();
  }

  /// Takes a database away from everybody; what it has made is left to [Removals]. If it was the
  /// environment's default, the oldest one takes its place.
  ///
  /// @return whether it was there
  boolean remove(Handle handle, Database database) {
    lock(handle, database.environment());
    int removed =
        handle
            .createUpdate(
                """
                with gone as (
                  delete from managed_database where id = :id returning id, data_path)
                insert into removed_database (id, data_path) select id, data_path from gone
                """)
            .bind("id", database.id())
            .execute();
    handle
        .createUpdate(
            """
            update managed_database set is_default = true
            where id = (
              select id from managed_database where environment_id = :environment
              order by created_at, id limit 1)
            and not exists (
              select from managed_database where environment_id = :environment and is_default)
            """)
        .bind("environment", database.environment().id())
        .execute();
    return removed == 1;
  }

  /// As [#list], with all that is stored.
  List<Stored> stored(Environment environment) {
    return transactions.call(handle ->
        handle.createQuery(LIST).bind("environment", environment.id()).map(STORED).list());
  }

  /// The organization of an environment.
  UUID organization(Environment environment) {
    return transactions.call(handle ->
        handle
            .createQuery("select organization_id from environment where id = :id")
            .bind("id", environment.id())
            .mapTo(UUID.class)
            .findOne()
            .orElseThrow(() -> missing(environment)));
  }

  /// The databases of the environment that are provisioned, in the order of creation.
  List<Database> list(Environment environment) {
    return transactions.call(handle ->
        handle.createQuery(LIST).bind("environment", environment.id()).map(DATABASE).list());
  }

  /// The databases of all environments, provisioned or not.
  List<UUID> ids() {
    return transactions.call(handle ->
        handle.createQuery("select id from managed_database order by id").mapTo(UUID.class).list());
  }

  /// @return whether any of them was not before
  boolean markProvisioned(List<UUID> ids) {
    return transactions.call(handle ->
        handle
                .createUpdate(
                    """
                    update managed_database set provisioned_at = clock_timestamp()
                    where id = any(:ids) and provisioned_at is null
                    """)
                .bindArray("ids", UUID.class, ids.toArray())
                .execute()
            > 0);
  }

  /// @return whether it was not before
  boolean markDefault(Database database) {
    return transactions.call(handle -> {
      lock(handle, database.environment());
      handle
          .createUpdate(
              """
              update managed_database set is_default = false
              where environment_id = :environment and is_default and id <> :id
              """)
          .bind("environment", database.environment().id())
          .bind("id", database.id())
          .execute();
      return handle
              .createUpdate(
                  """
                  update managed_database set is_default = true
                  where id = :id and not is_default
                  """)
              .bind("id", database.id())
              .execute()
          > 0;
    });
  }

  /// Changes to an environment's databases happen one after the other.
  private static void lock(Handle handle, Environment environment) {
    List<UUID> locked =
        handle
            .createQuery("select id from environment where id = :environment for no key update")
            .bind("environment", environment.id())
            .mapTo(UUID.class)
            .list();
    if (locked.isEmpty()) {
      throw missing(environment);
    }
  }

  private static PlatformException missing(Environment environment) {
    return new PlatformException(
        ErrorCode.OBJECT_NOT_FOUND, "the environment '" + environment.slug() + "' does not exist");
  }

  private static Optional<Database> findSimilar(
      Handle handle, Environment environment, DatabaseName name) {
    return handle
        .createQuery(
            SELECT
                + """
                where environment_id = :environment
                  and (managed_database.name = :name or managed_database.slug = :slug
                    or catalog = :catalog)
                order by managed_database.name = :name desc
                limit 1
                """)
        .bind("environment", environment.id())
        .bind("name", name.text())
        .bind("slug", name.slug())
        .bind("catalog", name.catalog())
        .map(DATABASE)
        .findOne();
  }

  private static void insert(Handle handle, Environment environment, DatabaseName name) {
    handle
        .createUpdate(
            """
            insert into managed_database
              (id, environment_id, name, slug, catalog, data_path, is_default)
            select id, :environment, :name, :slug, :catalog,
              'objects/' || :environment || '/' || id || '/',
              not exists (select from managed_database where environment_id = :environment)
            from gen_random_uuid() as id
            """)
        .bind("environment", environment.id())
        .bind("name", name.text())
        .bind("slug", name.slug())
        .bind("catalog", name.catalog())
        .execute();
  }

  /// A database that was called otherwise later is found by its catalog.
  private static void refuseUnlessSame(DatabaseName known, DatabaseName wanted) {
    boolean renamed = wanted.text().equals(known.catalog());
    if (!renamed && !known.text().equals(wanted.text())) {
      throw tooSimilar(known, wanted);
    }
  }

  private static PlatformException tooSimilar(DatabaseName known, DatabaseName wanted) {
    return new PlatformException(
        ErrorCode.ALREADY_EXISTS,
        String.format(
            "the database '%s' (catalog %s) is too much like the existing '%s' (catalog %s);"
                + " choose another name",
            wanted.text(), wanted.catalog(), known.text(), known.catalog()));
  }
}
