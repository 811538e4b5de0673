package ai.altertable.controlplane.catalog;

import org.jdbi.v3.core.Handle;

/// The functions by which a database's owner takes its write lease: an advisory lock whose key is
/// made from who is logged in, so that nobody can take another one's. Where the platform is a
/// superuser, they are the only advisory locks that roles can take at all: otherwise whoever has a
/// role's password, a reader's even, could hold up the writers of every database.
///
/// ```
///   lease.take()        waits, as lock_timeout allows; the lock ends with its connection
///   lease.give_back()
/// ```
final class LeaseFunctions {
  private static final String CLOSABLE =
      """
      select rolsuper and has_function_privilege('public', 'pg_advisory_lock(bigint)', 'execute')
      from pg_roles where rolname = current_user
      """;

  private static final String CLOSE =
      """
      do $$
      declare locking regprocedure;
      begin
        for locking in
          select oid from pg_proc
          where pronamespace = 'pg_catalog'::regnamespace and proname ~ '^pg_(try_)?advisory_'
        loop
          execute format('revoke execute on function %s from public', locking);
        end loop;
      end $$
      """;

  private LeaseFunctions() {}

  /// In a transaction that runs alone.
  static void provision(Handle handle) {
    handle.execute("create schema if not exists lease");
    function(handle, "take", "void", "pg_advisory_lock");
    function(handle, "give_back", "boolean", "pg_advisory_unlock");
    if (handle.createQuery(CLOSABLE).mapTo(Boolean.class).one()) {
      handle.execute(CLOSE);
    }
  }

  /// All of its names are whole, so that it does the same whatever search path its caller has.
  private static void function(Handle handle, String name, String type, String locking) {
    handle.execute(
        """
        create or replace function lease.%s() returns %s language sql security definer as '
          select pg_catalog.%s(
            pg_catalog.hashtextextended(pg_catalog.concat(''write lease '', session_user), 0))'
        """
            .formatted(name, type, locking));
    handle.execute("revoke execute on function lease." + name + "() from public");
  }

  /// Lets a role take its lease.
  static void grant(Handle handle, String role) {
    handle.execute("grant usage on schema lease to " + role);
    handle.execute("grant execute on function lease.take(), lease.give_back() to " + role);
  }
}
