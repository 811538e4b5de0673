package ai.altertable.foundation.fleet;

import java.time.Instant;

/// How a member connects.
///
/// @param isConfigured whether it goes by what it was told before, by this control plane or an
///   earlier one; a process that has just begun does not
/// @param certificateExpires when the certificate that it has shown does
public record Arrival(MemberStatus status, boolean isConfigured, Instant certificateExpires) {}
