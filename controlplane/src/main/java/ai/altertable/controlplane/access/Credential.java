package ai.altertable.controlplane.access;

import ai.altertable.controlplane.role.Rights;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.Principal;
import java.time.Instant;
import java.util.Optional;

/// By what a principal enters an environment.
///
/// @param revision counts the changes of any of this
/// @param expires when it stops to count, if ever
record Credential(
    Principal principal,
    long revision,
    Rights rights,
    Environment environment,
    ScramVerifier verifier,
    Optional<Instant> expires) {}
