package ai.altertable.controlplane.fleet.member;

import ai.altertable.foundation.fleet.Member;
import ai.altertable.foundation.identity.Environment;
import java.time.Instant;
import java.util.Optional;

/// What is kept of a member.
///
/// @param environment the one that a worker serves; none of a gateway
/// @param hosted whether the platform runs it
/// @param address where it was reached last
/// @param grantKey by which the grants of a gateway are known
/// @param seen when it was last connected, to the minute
/// @param lost since when nothing is heard of it
public record Enrolled(
    Member member,
    Optional<Environment> environment,
    boolean hosted,
    Desired desired,
    Optional<String> address,
    Optional<String> grantKey,
    Instant created,
    Optional<Instant> seen,
    Optional<Instant> lost,
    Optional<Instant> revoked) {}
