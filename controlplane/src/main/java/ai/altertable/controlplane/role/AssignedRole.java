package ai.altertable.controlplane.role;

import ai.altertable.foundation.identity.Access;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a principal can be made. A role on an organization or an environment counts for all
/// databases in it, also those that come later.
public enum AssignedRole {
  /// May read and write everything, and may use the management API.
  ORGANIZATION_ADMIN(ResourceKind.ORGANIZATION, Access.WRITE),
  ORGANIZATION_WRITER(ResourceKind.ORGANIZATION, Access.WRITE),
  ORGANIZATION_READER(ResourceKind.ORGANIZATION, Access.READ),
  /// Belongs to it, and sees no database by that.
  ORGANIZATION_MEMBER(ResourceKind.ORGANIZATION),
  ENVIRONMENT_WRITER(ResourceKind.ENVIRONMENT, Access.WRITE),
  ENVIRONMENT_READER(ResourceKind.ENVIRONMENT, Access.READ),
  /// Belongs to it, and sees no database by that.
  ENVIRONMENT_MEMBER(ResourceKind.ENVIRONMENT),
  CATALOG_WRITER(ResourceKind.CATALOG, Access.WRITE),
  CATALOG_READER(ResourceKind.CATALOG, Access.READ);

  private final ResourceKind kind;
  private final Optional<Access> access;

  AssignedRole(ResourceKind kind, Access access) {
    this.kind = kind;
    this.access = Optional.of(access);
  }

  AssignedRole(ResourceKind kind) {
    this.kind = kind;
    this.access = Optional.empty();
  }

  /// What the role is on.
  public ResourceKind kind() {
    return kind;
  }

  /// What it allows with a database; nothing for a mere member.
  public Optional<Access> access() {
    return access;
  }

  /// As it is written in the management API and stored: `catalog:reader`.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ':');
  }

  /// The role that is written so, if there is one.
  public static Optional<AssignedRole> find(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }
}
