package ai.altertable.controlplane.access;

import java.time.Instant;

/// A user as operators see one.
///
/// @param environment the slug of the one that the password opens
/// @param passwordSetAt when the password was last set
public record User(String name, Role role, String environment, Instant passwordSetAt) {}
