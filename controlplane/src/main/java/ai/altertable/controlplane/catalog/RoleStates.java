package ai.altertable.controlplane.catalog;

import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// What a role of PostgreSQL's may change of itself, by role: its password and its settings.
/// Passwords are left out where the platform is no superuser, as nobody else sees verifiers.
final class RoleStates {
  private static final String STATES =
      """
      select rolname, md5(concat_ws('|', %s, (
        select string_agg(concat_ws('=', setdatabase, setconfig::text), ';' order by setdatabase)
        from pg_db_role_setting where setrole = role.oid))) as state
      from %s role where rolname ~ '^lake_[0-9a-f]{32}_(owner|reader)$'
      """;

  private RoleStates() {}

  static Map<String, String> read(Handle handle) {
    String query =
        isSuperuser(handle)
            ? STATES.formatted("rolpassword", "pg_authid")
            : STATES.formatted("''", "pg_roles");
    return handle
        .createQuery(query)
        .reduceRows(
            new HashMap<>(),
            (states, row) -> {
              states.put(
                  row.getColumn("rolname", String.class), row.getColumn("state", String.class));
              return states;
            });
  }

  static boolean isSuperuser(Handle handle) {
    return handle
        .createQuery("select rolsuper from pg_roles where rolname = current_user")
        .mapTo(Boolean.class)
        .one();
  }
}
