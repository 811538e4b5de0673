package ai.altertable.foundation.fleet;

import java.util.Optional;

/// What a member says of itself, when it connects and with each heartbeat.
///
/// @param version of its program
/// @param address where gateways reach it, `host:port`; empty for a member that has no such door
/// @param grantKey by which the grants that it signs are known, see
///   [ai.altertable.foundation.identity.GrantVerifier]; only of gateways
/// @param draining whether it takes no new statements
public record MemberStatus(
    String version,
    Optional<String> address,
    Optional<String> grantKey,
    boolean draining,
    Load load) {}
