package ai.altertable.controlplane.role;

import java.util.UUID;

/// One role of a principal.
///
/// @param resource the id of the organization, environment or database that it is on
public record RoleAssignment(AssignedRole role, UUID resource) {}
