package ai.altertable.controlplane.catalog;

import ai.altertable.controlplane.database.Transactions;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Environment;
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

  private static final String SELECT =
      """
      select managed_database.id, managed_database.name, managed_database.slug, catalog, data_path,
        is_default, environment_id, environment.slug as environment_slug
      from managed_database
      join environment on environment.id = environment_id
      """;

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

  /// The databases of the environment that are provisioned, in the order of creation.
  List<Database> list(Environment environment) {
    return transactions.call(handle ->
        handle
            .createQuery(
                SELECT
                    + """
                    where environment_id = :environment and provisioned_at is not null
                    order by managed_database.created_at, managed_database.id
                    """)
            .bind("environment", environment.id())
            .map(DATABASE)
            .list());
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
      throw new PlatformException(
          ErrorCode.OBJECT_NOT_FOUND,
          "the environment '" + environment.slug() + "' does not exist");
    }
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

  private static void refuseUnlessSame(DatabaseName known, DatabaseName wanted) {
    if (!known.text().equals(wanted.text())) {
      throw new PlatformException(
          ErrorCode.ALREADY_EXISTS,
          String.format(
              "the database '%s' (catalog %s) is too much like the existing '%s' (catalog %s);"
                  + " choose another name",
              wanted.text(), wanted.catalog(), known.text(), known.catalog()));
    }
  }
}
