package ai.altertable.controlplane.fleet.member;

import java.time.Duration;

/// How long a member may be silent before it is lost.
///
/// @param silent while it is connected
/// @param link after its link broke
/// @param start after this control plane began, if it was never connected here
public record Patience(Duration silent, Duration link, Duration start) {}
