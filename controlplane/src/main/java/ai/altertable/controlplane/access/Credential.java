package ai.altertable.controlplane.access;

import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.Principal;

/// By what a principal enters an environment.
///
/// @param revision counts the changes of any of this
record Credential(
    Principal principal,
    long revision,
    Role role,
    Environment environment,
    ScramVerifier verifier) {}
