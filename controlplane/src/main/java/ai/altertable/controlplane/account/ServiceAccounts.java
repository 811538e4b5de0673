package ai.altertable.controlplane.account;

import ai.altertable.controlplane.access.RememberedLogins;
import ai.altertable.controlplane.access.Revocations;
import ai.altertable.controlplane.access.Users;
import ai.altertable.controlplane.account.Principals.Found;
import ai.altertable.controlplane.call.Ref;
import ai.altertable.controlplane.database.Transactions;
import ai.altertable.controlplane.role.AssignedRole;
import ai.altertable.controlplane.tenant.Slug;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Revocation;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// The service accounts of organizations. Safe for use by several threads.
public final class ServiceAccounts {
  private static final int SAME_SLUG_MAX = 1000;

  private final Transactions transactions;
  private final RememberedLogins remembered;
  private final Revocations revocations;

  public ServiceAccounts(
      Transactions transactions, RememberedLogins remembered, Revocations revocations) {
    this.transactions = transactions;
    this.remembered = remembered;
    this.revocations = revocations;
  }

  /// Makes one without any role. Its slug is made from its label, and numbered where that is taken.
  ///
  /// @throws PlatformException INVALID_PARAMETER when the label gives no slug
  ServiceAccount create(UUID organization, String label) {
    String slug = Slug.of(label).value();
    return transactions.callAlone(
        Users.WORK,
        handle -> insert(handle, organization, label, freeSlug(handle, organization, slug)));
  }

  /// The one of this label's slug that administers the organization, made if it is missing.
  public UUID administrator(UUID organization, String label) {
    String slug = Slug.of(label).value();
    return transactions.callAlone(
        Users.WORK,
        handle -> {
          UUID id =
              handle
                  .createQuery(
                      "select id from principal where organization_id = :organization and slug = :slug")
                  .bind("organization", organization)
                  .bind("slug", slug)
                  .mapTo(UUID.class)
                  .findOne()
                  .orElseGet(() -> insert(handle, organization, label, slug).id());
          Roles.insert(handle, id, AssignedRole.ORGANIZATION_ADMIN, organization);
          return id;
        });
  }

  private static String freeSlug(Handle handle, UUID organization, String slug) {
    for (int number = 1; number <= SAME_SLUG_MAX; number++) {
      String candidate = number == 1 ? slug : slug + "-" + number;
      boolean free =
          handle
              .createQuery(
                  """
                  select not exists (select from principal
                    where organization_id = :organization and slug = :slug)
                  """)
              .bind("organization", organization)
              .bind("slug", candidate)
              .mapTo(Boolean.class)
              .one();
      if (free) {
        return candidate;
      }
    }
    throw new PlatformException(
        ErrorCode.INVALID_PARAMETER, "label: too many service accounts have one like it");
  }

  private static ServiceAccount insert(
      Handle handle, UUID organization, String label, String slug) {
    UUID id =
        handle
            .createQuery(
                """
                insert into principal (organization_id, name, kind, slug)
                values (:organization, :label, 'service_account', :slug)
                returning id
                """)
            .bind("organization", organization)
            .bind("label", label)
            .bind("slug", slug)
            .mapTo(UUID.class)
            .one();
    return new ServiceAccount(id, label, slug);
  }

  /// @throws PlatformException OBJECT_NOT_FOUND
  ServiceAccount require(UUID organization, Ref ref) {
    return transactions.call(
        handle -> account(Principals.require(handle, organization, Kind.SERVICE_ACCOUNT, ref)));
  }

  /// Gives one another label; its slug stays.
  ///
  /// @throws PlatformException OBJECT_NOT_FOUND
  ServiceAccount rename(UUID organization, Ref ref, String label) {
    return transactions.call(handle -> {
      Found found = Principals.require(handle, organization, Kind.SERVICE_ACCOUNT, ref);
      handle.execute("update principal set name = ? where id = ?", label, found.id());
      remembered.forgetAllAfter(handle);
      return new ServiceAccount(found.id(), label, found.slug().orElseThrow());
    });
  }

  /// Removes one with its roles and keys.
  ///
  /// @throws PlatformException OBJECT_NOT_FOUND; INVALID_PARAMETER when it has credentials that
  ///   still count
  void remove(UUID organization, Ref ref) {
    transactions.runAlone(
        Users.WORK,
        handle -> {
          Found found = Principals.require(handle, organization, Kind.SERVICE_ACCOUNT, ref);
          if (hasActiveCredential(handle, found.id())) {
            throw new PlatformException(
                ErrorCode.INVALID_PARAMETER,
                "the service account has active credentials; revoke them first (a default one goes"
                    + " with its environment)");
          }
          handle.execute("delete from principal where id = ?", found.id());
          remembered.forgetAllAfter(handle);
          revocations.tellAfter(handle, Revocation.ofAll(found.id()));
        });
  }

  private static boolean hasActiveCredential(Handle handle, UUID principal) {
    return handle
        .createQuery(
            """
            select exists (select from credential where principal_id = :id
              and (expires_at is null or expires_at > clock_timestamp()))
            """)
        .bind("id", principal)
        .mapTo(Boolean.class)
        .one();
  }

  private static ServiceAccount account(Found found) {
    return new ServiceAccount(found.id(), found.name(), found.slug().orElseThrow());
  }
}
