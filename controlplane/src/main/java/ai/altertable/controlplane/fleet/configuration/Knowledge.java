package ai.altertable.controlplane.fleet.configuration;

import ai.altertable.controlplane.fleet.member.Enrolled;
import ai.altertable.controlplane.fleet.member.MemberState;
import ai.altertable.controlplane.fleet.member.ObservedMember;
import ai.altertable.foundation.catalog.Catalogs;
import ai.altertable.foundation.fleet.Configuration;
import ai.altertable.foundation.fleet.GatewayBriefing;
import ai.altertable.foundation.fleet.Member.Kind;
import ai.altertable.foundation.fleet.WorkerBriefing;
import ai.altertable.foundation.fleet.WorkerBriefingCodec;
import ai.altertable.foundation.fleet.WorkerEntry;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.GrantKeys;
import ai.altertable.foundation.identity.GrantKeys.Owner;
import ai.altertable.foundation.identity.Revocation;
import ai.altertable.foundation.placement.WorkerAddress.Door;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// All that configurations are made of, at one moment. Pure: the same knowledge makes the same
/// configurations.
///
/// @param members all of them
/// @param signers whose grants are believed, see [#signers(List, List)]
/// @param environments the catalogs of environments, by their ids
/// @param revisions the first revision that counts of each principal that ever changed
/// @param access changes with the answers to logins
/// @param door where this control plane's HTTP server listens for gateways
record Knowledge(
    List<ObservedMember> members,
    List<GrantKeys.Key> signers,
    Map<UUID, Catalogs> environments,
    List<Revocation> revisions,
    String access,
    Optional<Door.Tls> door) {

  /// What that member is to know; empty while its environment is not known.
  Optional<Configuration> of(ObservedMember member) {
    return switch (member.enrolled().member().kind()) {
      case GATEWAY -> Optional.of(ofGateway());
      case WORKER ->
          member
              .enrolled()
              .environment()
              .flatMap(environment ->
                  Optional.ofNullable(environments.get(environment.id()))
                      .map(known -> ofWorker(environment, known)));
    };
  }

  private Configuration ofWorker(Environment environment, Catalogs catalogs) {
    return WorkerBriefingCodec.encode(
        new WorkerBriefing(environment, catalogs, signers, revisions));
  }

  /// Whose grants are believed.
  ///
  /// @param local signers of the control plane itself
  static List<GrantKeys.Key> signers(List<ObservedMember> members, List<GrantKeys.Key> local) {
    List<GrantKeys.Key> signers = new ArrayList<>(local);
    for (ObservedMember member : members) {
      grantKey(member)
          .filter(GrantKeys::isKey)
          .ifPresent(key -> signers.add(new GrantKeys.Key(Owner.GATEWAY, key)));
    }
    return signers;
  }

  /// A gateway that is lost may only be cut off from here, and serve: its key counts until it is
  /// revoked, or comes back with another one.
  private static Optional<String> grantKey(ObservedMember member) {
    Enrolled enrolled = member.enrolled();
    if (enrolled.member().kind() != Kind.GATEWAY || member.state() instanceof MemberState.Revoked) {
      return Optional.empty();
    }
    return member.status().flatMap(said -> said.grantKey()).or(enrolled::grantKey);
  }

  private Configuration ofGateway() {
    List<WorkerEntry> workers =
        members.stream().map(Knowledge::worker).flatMap(Optional::stream).toList();
    return new GatewayBriefing(workers, revisions, access, door.map(Door.Tls::text)).encode();
  }

  private static Optional<WorkerEntry> worker(ObservedMember member) {
    Optional<WorkerEntry.State> state =
        switch (member.state()) {
          case MemberState.Online _ ->
              Optional.of(member.isSilent() ? WorkerEntry.State.SILENT : WorkerEntry.State.ONLINE);
          case MemberState.Draining _ -> Optional.of(WorkerEntry.State.DRAINING);
          case MemberState.Pending _, MemberState.Lost _, MemberState.Revoked _ -> Optional.empty();
        };
    Optional<String> address = member.status().flatMap(said -> said.address());
    Optional<Environment> environment = member.enrolled().environment();
    if (state.isEmpty() || address.isEmpty() || environment.isEmpty() || !member.isConfigured()) {
      return Optional.empty();
    }
    return Optional.of(
        new WorkerEntry(
            member.enrolled().member().id(),
            member.slug(),
            environment.get(),
            address.get(),
            state.get(),
            member.load()));
  }
}
