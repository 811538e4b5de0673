package ai.altertable.controlplane.account;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A name and password of a principal for one environment, as those who look after it see it.
///
/// @param isDefault whether it is the one that the principal keeps
/// @param rotated when the password was last set
record CredentialEntry(
    UUID id,
    String label,
    String username,
    boolean isDefault,
    UUID environment,
    Instant created,
    Optional<Instant> expires,
    Instant rotated) {
  boolean isActive(Instant now) {
    return expires.isEmpty() || expires.get().isAfter(now);
  }
}
