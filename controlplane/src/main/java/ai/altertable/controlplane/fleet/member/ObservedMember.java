package ai.altertable.controlplane.fleet.member;

import ai.altertable.foundation.fleet.Load;
import ai.altertable.foundation.fleet.MemberStatus;
import java.util.Optional;

/// A member: what is kept of it, and how it is at the moment.
///
/// @param isConfigured whether it knows what to do; before that, nothing may be asked of it
/// @param isSilent whether its link here broke a moment ago, and nobody knows yet whether it is
///   gone
public record ObservedMember(
    Enrolled enrolled, MemberState state, boolean isConfigured, boolean isSilent) {
  public String slug() {
    return enrolled.member().slug();
  }

  /// What it has said last, of one that is not pending, lost or revoked.
  public Optional<MemberStatus> status() {
    return switch (state) {
      case MemberState.Online online -> Optional.of(online.status());
      case MemberState.Draining draining -> Optional.of(draining.status());
      case MemberState.Pending _, MemberState.Lost _, MemberState.Revoked _ -> Optional.empty();
    };
  }

  public Load load() {
    return status().map(MemberStatus::load).orElse(Load.NONE);
  }
}
