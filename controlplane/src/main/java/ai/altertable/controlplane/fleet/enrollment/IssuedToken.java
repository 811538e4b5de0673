package ai.altertable.controlplane.fleet.enrollment;

import ai.altertable.foundation.lifecycle.Secret;

/// A new token, and the secret that is shown this once.
///
/// @param secret 32 random bytes in URL-safe base64 without padding: what
///   [ai.altertable.foundation.fleet.Registrar#enroll] takes
public record IssuedToken(EnrollmentToken token, Secret secret) {}
