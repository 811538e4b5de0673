package ai.altertable.controlplane.account;

import ai.altertable.controlplane.access.RememberedLogins;
import ai.altertable.controlplane.access.Revocations;
import ai.altertable.controlplane.access.Users;
import ai.altertable.controlplane.account.Principals.Found;
import ai.altertable.controlplane.call.Ref;
import ai.altertable.controlplane.database.Transactions;
import ai.altertable.controlplane.role.AssignedRole;
import ai.altertable.controlplane.role.ResourceKind;
import ai.altertable.controlplane.role.Rights;
import ai.altertable.controlplane.role.RoleAssignment;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Access;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/// The roles of principals. Who has lost a right is out at once, with all sessions; who has only
/// got more keeps its sessions, and the next request has it. Safe for use by several threads.
public final class Roles {
  private record Place(UUID environment, UUID database) {}

  private static final RowMapper<Place> PLACE =
      (row, _) ->
          new Place(row.getObject("environment_id", UUID.class), row.getObject("id", UUID.class));

  private final Transactions transactions;
  private final RememberedLogins remembered;
  private final Revocations revocations;

  public Roles(Transactions transactions, RememberedLogins remembered, Revocations revocations) {
    this.transactions = transactions;
    this.remembered = remembered;
    this.revocations = revocations;
  }

  /// @throws PlatformException OBJECT_NOT_FOUND
  Rights rights(UUID organization, Kind kind, Ref ref) {
    return transactions.call(
        handle -> Principals.require(handle, organization, kind, ref).rights());
  }

  /// Gives a principal these roles in place of all that it has.
  ///
  /// @throws PlatformException OBJECT_NOT_FOUND; INVALID_PARAMETER when a role is on something that
  ///   the organization does not have, or nobody would be left who administers
  Rights replace(UUID organization, Kind kind, Ref ref, List<RoleAssignment> wanted) {
    return transactions.callAlone(
        Users.WORK,
        handle -> {
          Found before = Principals.require(handle, organization, kind, ref);
          Rights after = new Rights(wanted.stream().distinct().toList());
          after.assignments().forEach(one -> requireResource(handle, organization, one));
          if (kind == Kind.USER && before.rights().administrates() && !after.administrates()) {
            requireAnotherAdministrator(handle, before);
          }
          handle.execute("delete from role_assignment where principal_id = ?", before.id());
          after.assignments().forEach(one -> insert(handle, before.id(), one));
          remembered.forgetAllAfter(handle);
          if (shrinks(handle, organization, before.rights(), after)) {
            revocations.raise(handle, before.id());
          }
          return Principals.require(handle, organization, kind, ref).rights();
        });
  }

  private static boolean shrinks(Handle handle, UUID organization, Rights before, Rights after) {
    if (before.administrates() && !after.administrates()) {
      return true;
    }
    return handle
        .createQuery(
            """
            select managed_database.id, environment_id
            from managed_database join environment on environment.id = environment_id
            where organization_id = :organization
            """)
        .bind("organization", organization)
        .map(PLACE)
        .stream()
        .anyMatch(place ->
            isLess(
                after.on(place.environment(), place.database()),
                before.on(place.environment(), place.database())));
  }

  private static boolean isLess(Optional<Access> after, Optional<Access> before) {
    return before.isPresent() && (after.isEmpty() || after.get().compareTo(before.get()) < 0);
  }

  private static void requireResource(Handle handle, UUID organization, RoleAssignment one) {
    String query =
        switch (one.role().kind()) {
          case ORGANIZATION -> "select exists (select where :id = :organization)";
          case ENVIRONMENT ->
              """
              select exists (select from environment
                where id = :id and organization_id = :organization)
              """;
          case CATALOG ->
              """
              select exists (select from managed_database
                join environment on environment.id = environment_id
                where managed_database.id = :id and organization_id = :organization)
              """;
        };
    boolean there =
        handle
            .createQuery(query)
            .bind("id", one.resource())
            .bind("organization", organization)
            .mapTo(Boolean.class)
            .one();
    if (!there) {
      throw new PlatformException(
          ErrorCode.INVALID_PARAMETER,
          "roles: there is no %s %s for %s"
              .formatted(one.role().kind().word(), one.resource(), one.role().word()));
    }
  }

  private static void requireAnotherAdministrator(Handle handle, Found leaving) {
    boolean another =
        handle
            .createQuery(
                """
                select exists (
                  select from principal join role_assignment on principal_id = principal.id
                  where principal.organization_id = :organization and kind = 'user'
                    and role = :role and principal.id <> :id)
                """)
            .bind("organization", leaving.organization())
            .bind("role", AssignedRole.ORGANIZATION_ADMIN.word())
            .bind("id", leaving.id())
            .mapTo(Boolean.class)
            .one();
    if (!another) {
      throw new PlatformException(
          ErrorCode.INVALID_PARAMETER,
          "'%s' is the last administrator and has to stay one; make another user one first"
              .formatted(leaving.name()));
    }
  }

  private static void insert(Handle handle, UUID principal, RoleAssignment one) {
    insert(handle, principal, one.role(), one.resource());
  }

  static void insert(Handle handle, UUID principal, AssignedRole role, UUID resource) {
    ResourceKind kind = role.kind();
    handle
        .createUpdate(
            """
            insert into role_assignment
              (principal_id, role, organization_id, environment_id, database_id)
            values (:principal, :role, cast(:organization as uuid), cast(:environment as uuid),
              cast(:database as uuid))
            on conflict do nothing
            """)
        .bind("principal", principal)
        .bind("role", role.word())
        .bindByType("organization", kind == ResourceKind.ORGANIZATION ? resource : null, UUID.class)
        .bindByType("environment", kind == ResourceKind.ENVIRONMENT ? resource : null, UUID.class)
        .bindByType("database", kind == ResourceKind.CATALOG ? resource : null, UUID.class)
        .execute();
  }
}
