package ai.altertable.controlplane.access;

import ai.altertable.controlplane.role.AssignedRole;
import ai.altertable.controlplane.role.Rights;
import ai.altertable.controlplane.role.RoleAssignment;
import java.util.Arrays;
import java.util.Locale;

/// What a user is in the organization, which counts for every database of it. Further roles on
/// single environments and databases are told by the management API only.
public enum Role {
  ADMIN(AssignedRole.ORGANIZATION_ADMIN),
  WRITER(AssignedRole.ORGANIZATION_WRITER),
  READER(AssignedRole.ORGANIZATION_READER),
  /// Sees what it has been given, and nothing else.
  MEMBER(AssignedRole.ORGANIZATION_MEMBER);

  private final AssignedRole assigned;

  Role(AssignedRole assigned) {
    this.assigned = assigned;
  }

  /// The role on the organization that makes a user this.
  public AssignedRole assigned() {
    return assigned;
  }

  /// As it is written in messages.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Role of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /// The strongest that the rights contain.
  static Role of(Rights rights) {
    return Arrays.stream(values())
        .filter(role ->
            rights.assignments().stream()
                .map(RoleAssignment::role)
                .anyMatch(role.assigned()::equals))
        .findFirst()
        .orElse(MEMBER);
  }
}
