package ai.altertable.controlplane.fleet.enrollment;

import ai.altertable.foundation.fleet.Member.Kind;
import ai.altertable.foundation.identity.Environment;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A token by which one process may become a member, once.
///
/// @param environment the one that the worker is to serve; none of a gateway
/// @param slug what the member is to be called; one is made up if this is empty
/// @param label what people call the token
/// @param createdBy who asked for it
/// @param redeemedFrom the address of the process that has used it
public record EnrollmentToken(
    UUID id,
    Kind kind,
    Optional<Environment> environment,
    Optional<String> slug,
    boolean hosted,
    String label,
    String createdBy,
    Instant created,
    Instant expires,
    Optional<Instant> redeemed,
    Optional<String> redeemedFrom,
    Optional<UUID> member,
    Optional<Instant> revoked) {
  /// Whether it can still be used.
  public boolean isOpen(Instant now) {
    return redeemed.isEmpty() && revoked.isEmpty() && expires.isAfter(now);
  }
}
