package ai.altertable.launcher.operation;

import ai.altertable.controlplane.fleet.member.Desired;
import ai.altertable.controlplane.fleet.member.Enrolled;
import ai.altertable.controlplane.fleet.member.MemberState;
import ai.altertable.controlplane.fleet.member.ObservedMember;
import ai.altertable.foundation.fleet.Load;
import ai.altertable.foundation.fleet.Member;
import ai.altertable.foundation.fleet.MemberStatus;
import ai.altertable.foundation.identity.Environment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Members as the control plane would see them.
final class Fleets {
  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  static final Environment PRODUCTION =
      new Environment(UUID.fromString("00000000-0000-0000-0000-000000000001"), "production");

  private Fleets() {}

  static ObservedMember own(String slug, MemberState state, Desired desired) {
    return member(Member.Kind.WORKER, slug, false, state, desired);
  }

  static ObservedMember hosted(String slug, MemberState state, Desired desired) {
    return member(Member.Kind.WORKER, slug, true, state, desired);
  }

  static ObservedMember gateway(String slug) {
    return member(Member.Kind.GATEWAY, slug, false, online(Load.NONE), Desired.ONLINE);
  }

  private static ObservedMember member(
      Member.Kind kind, String slug, boolean hosted, MemberState state, Desired desired) {
    Optional<Environment> environment =
        kind == Member.Kind.WORKER ? Optional.of(PRODUCTION) : Optional.empty();
    UUID id = UUID.nameUUIDFromBytes(slug.getBytes(StandardCharsets.UTF_8));
    return new ObservedMember(
        new Enrolled(
            new Member(id, kind, slug),
            environment,
            hosted,
            desired,
            Optional.empty(),
            Optional.empty(),
            NOW,
            Optional.of(NOW),
            Optional.empty(),
            Optional.empty()),
        state,
        true,
        false);
  }

  static MemberState online(Load load) {
    return new MemberState.Online(NOW, NOW, true, status(load, false));
  }

  static MemberState draining() {
    return new MemberState.Draining(NOW, NOW, true, status(Load.NONE, true));
  }

  /// To one worker that this process runs, and to one of somebody's own; others cannot be reached.
  static FleetLinks links(
      FakeWorker hosted, List<ObservedMember> members, String slug, FakeWorker own) {
    return new FleetLinks(
        () -> List.of(hosted.link()),
        () -> members,
        one -> Optional.of(own.link()).filter(_ -> one.slug().equals(slug)));
  }

  private static MemberStatus status(Load load, boolean draining) {
    return new MemberStatus("1", Optional.empty(), Optional.empty(), draining, load);
  }
}
