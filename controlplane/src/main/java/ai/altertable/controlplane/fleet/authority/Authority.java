package ai.altertable.controlplane.fleet.authority;

import ai.altertable.foundation.lifecycle.Secret;

/// A certificate authority, as text that only its maker interprets.
///
/// @param certificate for all to see
/// @param privateKey leaves the control plane only sealed
public record Authority(String certificate, Secret privateKey) {}
