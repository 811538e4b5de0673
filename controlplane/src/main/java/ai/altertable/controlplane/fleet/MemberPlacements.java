package ai.altertable.controlplane.fleet;

import ai.altertable.controlplane.fleet.member.MemberState;
import ai.altertable.controlplane.fleet.member.Members;
import ai.altertable.controlplane.fleet.member.ObservedMember;
import ai.altertable.controlplane.fleet.schedule.Demand;
import ai.altertable.controlplane.fleet.schedule.HostedStarts;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.placement.Candidate;
import ai.altertable.foundation.placement.Candidate.Readiness;
import ai.altertable.foundation.placement.Placement;
import ai.altertable.foundation.placement.PlacementRequest;
import ai.altertable.foundation.placement.Placements;
import ai.altertable.foundation.placement.Placer;
import ai.altertable.foundation.placement.WorkerAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Placement for a gateway that lives in the process of the control plane, among the members that
/// are up. Safe for use by several threads; never blocks.
public final class MemberPlacements implements Placements {
  private final Members members;
  private final Function<ObservedMember, Optional<WorkerAddress>> addresses;
  private final Demand demand;
  private final HostedStarts starts;
  private final Placer placer;

  private MemberPlacements(
      Members members,
      Function<ObservedMember, Optional<WorkerAddress>> addresses,
      Demand demand,
      HostedStarts starts) {
    this.members = members;
    this.addresses = addresses;
    this.demand = demand;
    this.starts = starts;
    this.placer = new Placer(starts::absent);
  }

  /// @param addresses how this process reaches a worker; empty when it cannot
  public static MemberPlacements over(
      Members members,
      Function<ObservedMember, Optional<WorkerAddress>> addresses,
      Demand demand,
      HostedStarts starts) {
    MemberPlacements placements = new MemberPlacements(members, addresses, demand, starts);
    members.onChange(placements::look);
    members.onLoad(placements::look);
    placements.look();
    return placements;
  }

  @Override
  public Placement place(PlacementRequest request) {
    demand.note(request.environment());
    return placer.place(request);
  }

  @Override
  public List<Candidate> workers(Environment environment) {
    return placer.workers(environment);
  }

  private void look() {
    List<Candidate> candidates =
        members.list().stream().map(this::candidate).flatMap(Optional::stream).toList();
    placer.candidates(candidates);
    starts.settle(candidates);
  }

  private Optional<Candidate> candidate(ObservedMember member) {
    Optional<Environment> environment = member.enrolled().environment();
    Optional<Readiness> readiness =
        switch (member.state()) {
          case MemberState.Online _ ->
              Optional.of(member.isSilent() ? Readiness.SILENT : Readiness.READY);
          case MemberState.Draining _ -> Optional.of(Readiness.DRAINING);
          case MemberState.Pending _, MemberState.Lost _, MemberState.Revoked _ -> Optional.empty();
        };
    if (environment.isEmpty() || readiness.isEmpty() || !member.isConfigured()) {
      return Optional.empty();
    }
    return addresses
        .apply(member)
        .map(address ->
            new Candidate(address, environment.get().id(), readiness.get(), member.load()));
  }
}
