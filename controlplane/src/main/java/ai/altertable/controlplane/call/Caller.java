package ai.altertable.controlplane.call;

import ai.altertable.controlplane.role.Rights;
import java.util.UUID;

/// Who asks.
///
/// @param environment the slug of the one that it works in
public record Caller(UUID principal, UUID organization, Rights rights, String environment) {}
