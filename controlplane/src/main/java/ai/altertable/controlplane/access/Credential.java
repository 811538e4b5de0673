package ai.altertable.controlplane.access;

import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.Principal;

/// By what a principal enters an environment.
record Credential(
    Principal principal, Role role, Environment environment, ScramVerifier verifier) {}
