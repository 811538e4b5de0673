package ai.altertable.controlplane.fleet.member;

import ai.altertable.foundation.fleet.MemberStatus;
import java.time.Instant;

/// What moves a member from one [MemberState] to the next.
public sealed interface MemberEvent {
  Instant at();

  /// @param drains whether it is meant to begin nothing new, whatever it says itself
  record Connected(Instant at, MemberStatus status, boolean drains) implements MemberEvent {}

  /// @param drains as in [Connected]
  record Heard(Instant at, MemberStatus status, boolean drains) implements MemberEvent {}

  /// Its link is gone; it may come back.
  record Disconnected(Instant at) implements MemberEvent {}

  /// It was silent for too long.
  record GivenUp(Instant at) implements MemberEvent {}

  /// It is told to begin nothing new.
  record Drained(Instant at) implements MemberEvent {}

  /// It is told to take everything again.
  record Resumed(Instant at) implements MemberEvent {}

  record RevokedByOperator(Instant at) implements MemberEvent {}
}
