package ai.altertable.controlplane.fleet.configuration;

import ai.altertable.controlplane.fleet.member.Enrolled;
import ai.altertable.controlplane.fleet.member.MemberState;
import ai.altertable.controlplane.fleet.member.ObservedMember;
import ai.altertable.foundation.catalog.CatalogsCodec;
import ai.altertable.foundation.fleet.Configuration;
import ai.altertable.foundation.fleet.EntryNames;
import ai.altertable.foundation.fleet.Member.Kind;
import ai.altertable.foundation.fleet.WorkerEntry;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.Revocation;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// All that configurations are made of, at one moment. Pure: the same knowledge makes the same
/// configurations.
///
/// @param members all of them
/// @param gateways verification keys of gateways that are no members, by name
/// @param environments what workers are to know, by the environment's id
/// @param revisions the first revision that counts of each principal that ever changed
/// @param access changes with the answers to logins
record Knowledge(
    List<ObservedMember> members,
    Map<String, String> gateways,
    Map<UUID, EnvironmentKnowledge> environments,
    List<Revocation> revisions,
    String access) {

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

  private Configuration ofWorker(Environment environment, EnvironmentKnowledge known) {
    Map<String, String> entries = new HashMap<>();
    entries.put(
        EntryNames.ENVIRONMENT,
        JsonNodeFactory.instance
            .objectNode()
            .put("id", environment.id().toString())
            .put("slug", environment.slug())
            .toString());
    entries.put(EntryNames.CATALOGS, CatalogsCodec.encode(known.catalogs()));
    known.defaultCatalog().ifPresent(name -> entries.put(EntryNames.DEFAULT_CATALOG, name));
    known.statements().forEach((name, value) -> entries.put(EntryNames.STATEMENT + name, value));
    gateways.forEach((name, key) -> entries.put(EntryNames.GRANT_KEY + name, key));
    for (ObservedMember member : members) {
      grantKey(member).ifPresent(key -> entries.put(EntryNames.GRANT_KEY + member.slug(), key));
    }
    putRevisions(entries);
    return Configuration.of(entries);
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
    Map<String, String> entries = new HashMap<>();
    for (ObservedMember member : members) {
      worker(member).ifPresent(entry -> entries.put(entry.name(), entry.encode()));
    }
    entries.put(EntryNames.ACCESS, access);
    putRevisions(entries);
    return Configuration.of(entries);
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
    if (state.isEmpty() || address.isEmpty() || environment.isEmpty()) {
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

  private void putRevisions(Map<String, String> entries) {
    for (Revocation one : revisions) {
      entries.put(EntryNames.REVISION + one.principal(), Long.toString(one.revision()));
    }
  }
}
