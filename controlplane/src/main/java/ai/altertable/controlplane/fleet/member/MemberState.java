package ai.altertable.controlplane.fleet.member;

import ai.altertable.controlplane.fleet.member.MemberEvent.Connected;
import ai.altertable.controlplane.fleet.member.MemberEvent.Disconnected;
import ai.altertable.controlplane.fleet.member.MemberEvent.Drained;
import ai.altertable.controlplane.fleet.member.MemberEvent.GivenUp;
import ai.altertable.controlplane.fleet.member.MemberEvent.Heard;
import ai.altertable.controlplane.fleet.member.MemberEvent.Resumed;
import ai.altertable.controlplane.fleet.member.MemberEvent.RevokedByOperator;
import ai.altertable.foundation.fleet.MemberStatus;
import java.time.Instant;

/// How a member is, as far as this control plane can tell.
///
/// ```
///             connected                    drained, or says so
///   PENDING ─────────────► ONLINE ◄────────────────────────────► DRAINING
///      │         ┌───────►  │ ▲ heard        resumed              │ ▲ heard
///      │         │          └─┘ disconnected                      └─┘ disconnected
///      │         │ connected  │ given up            given up        │
///      │         └────────── LOST ◄─────────────────────────────────┘
///      │                      │        (connected leads to DRAINING where it drains)
///      └──────► REVOKED ◄─────┴──── revoked, from everywhere; nothing leads out
/// ```
///
/// `disconnected` and `drained` change nothing in PENDING and LOST: there is no link that they
/// could be about. Every other move is a mistake of ours, and throws [IllegalMove].
public sealed interface MemberState {
  /// A move that the diagram does not have.
  final class IllegalMove extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    IllegalMove(MemberState from, MemberEvent event) {
      super(event + " cannot happen to a member that is " + from);
    }
  }

  Instant since();

  /// As people are told.
  default String word() {
    return switch (this) {
      case Pending _ -> "pending";
      case Online _ -> "online";
      case Draining _ -> "draining";
      case Lost _ -> "lost";
      case Revoked _ -> "revoked";
    };
  }

  /// @throws IllegalMove when the event cannot happen in this state
  MemberState after(MemberEvent event);

  /// It has enrolled, and never been connected.
  record Pending(Instant since) implements MemberState {
    @Override
    public MemberState after(MemberEvent event) {
      return switch (event) {
        case Connected connected -> connected(connected);
        case RevokedByOperator revoked -> new Revoked(revoked.at());
        case Drained _, Resumed _ -> this;
        case Heard _, Disconnected _, GivenUp _ -> throw new IllegalMove(this, event);
      };
    }
  }

  /// It takes requests.
  ///
  /// @param heard when it has last said something, here or to another control plane
  /// @param linked whether it is connected to this control plane
  record Online(Instant since, Instant heard, boolean linked, MemberStatus status)
      implements MemberState {
    @Override
    public MemberState after(MemberEvent event) {
      return switch (event) {
        case Connected connected -> connected(connected);
        case Heard said when linked && (said.drains() || said.status().draining()) ->
            new Draining(said.at(), said.at(), true, said.status());
        case Heard said when linked -> new Online(since, said.at(), true, said.status());
        case Disconnected _ when linked -> new Online(since, heard, false, status);
        case GivenUp lost -> new Lost(lost.at());
        case Drained drained -> new Draining(drained.at(), heard, linked, status);
        case Resumed _ -> this;
        case RevokedByOperator revoked -> new Revoked(revoked.at());
        case Heard _, Disconnected _ -> throw new IllegalMove(this, event);
      };
    }
  }

  /// It lets what it has end, and takes nothing new. As [Online] otherwise.
  record Draining(Instant since, Instant heard, boolean linked, MemberStatus status)
      implements MemberState {
    @Override
    public MemberState after(MemberEvent event) {
      return switch (event) {
        case Connected connected -> connected(connected);
        case Heard said when linked && (said.drains() || said.status().draining()) ->
            new Draining(since, said.at(), true, said.status());
        case Heard said when linked -> new Online(said.at(), said.at(), true, said.status());
        case Disconnected _ when linked -> new Draining(since, heard, false, status);
        case GivenUp lost -> new Lost(lost.at());
        case Drained _ -> this;
        case Resumed resumed -> new Online(resumed.at(), heard, linked, status);
        case RevokedByOperator revoked -> new Revoked(revoked.at());
        case Heard _, Disconnected _ -> throw new IllegalMove(this, event);
      };
    }
  }

  /// Nothing was heard of it for too long. It may come back.
  record Lost(Instant since) implements MemberState {
    @Override
    public MemberState after(MemberEvent event) {
      return switch (event) {
        case Connected connected -> connected(connected);
        case RevokedByOperator revoked -> new Revoked(revoked.at());
        case Disconnected _, Drained _, Resumed _ -> this;
        case Heard _, GivenUp _ -> throw new IllegalMove(this, event);
      };
    }
  }

  /// It is a member no more.
  record Revoked(Instant since) implements MemberState {
    @Override
    public MemberState after(MemberEvent event) {
      throw new IllegalMove(this, event);
    }
  }

  private static MemberState connected(Connected event) {
    return event.drains() || event.status().draining()
        ? new Draining(event.at(), event.at(), true, event.status())
        : new Online(event.at(), event.at(), true, event.status());
  }
}
