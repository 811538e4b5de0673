package ai.altertable.controlplane.fleet.schedule;

import ai.altertable.controlplane.fleet.member.ObservedMember;
import ai.altertable.foundation.identity.Environment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// All that the scheduler decides by, at one moment.
///
/// @param environments all that there are; the first one is the default, which always has a worker
/// @param processes what the provisioner has
/// @param members the hosted ones that are not revoked, by slug
/// @param lastWork when somebody last wanted something of an environment, or its worker did
///   something, by the environment's id
public record Situation(
    Instant now,
    List<Environment> environments,
    List<HostedProcess> processes,
    Map<String, ObservedMember> members,
    Map<UUID, Instant> lastWork) {
  public Situation {
    environments = List.copyOf(environments);
    processes = List.copyOf(processes);
    members = Map.copyOf(members);
    lastWork = Map.copyOf(lastWork);
  }
}
