package ai.altertable.controlplane.account;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A management key, as those who look after it see it.
///
/// @param prefix its first characters, by which people tell keys apart
/// @param used when it was last used, to the minute
record ManagementKeyEntry(
    UUID id, String prefix, Instant created, Optional<Instant> used, Optional<Instant> revoked) {}
