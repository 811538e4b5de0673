package ai.altertable.controlplane.fleet.member;

import ai.altertable.controlplane.fleet.member.MemberEvent.Drained;
import ai.altertable.controlplane.fleet.member.MemberEvent.GivenUp;
import ai.altertable.controlplane.fleet.member.MemberEvent.Resumed;
import ai.altertable.controlplane.fleet.member.MemberEvent.RevokedByOperator;
import ai.altertable.controlplane.fleet.member.MemberState.Draining;
import ai.altertable.controlplane.fleet.member.MemberState.Lost;
import ai.altertable.controlplane.fleet.member.MemberState.Online;
import ai.altertable.controlplane.fleet.member.MemberState.Pending;
import ai.altertable.controlplane.fleet.member.MemberState.Revoked;
import ai.altertable.foundation.fleet.Instruction;
import ai.altertable.foundation.fleet.Load;
import ai.altertable.foundation.fleet.MemberLink;
import ai.altertable.foundation.fleet.MemberStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One member as this control plane follows it: its row, its state and its link. Guarded by
/// [Members].
final class Life {
  private final Instant born;
  private Enrolled row;
  private MemberState state;
  private @Nullable MemberLink link;
  private boolean configured;

  /// When this control plane has last put down that it is connected.
  private Instant noted = Instant.MIN;

  /// When the link that there was here has gone; null for one that never was here.
  private @Nullable Instant unlinked;

  Life(Instant now, Enrolled row) {
    this.born = now;
    this.row = row;
    this.state = stateOf(row);
  }

  /// What a row says by itself, of a member that is not linked here.
  private static MemberState stateOf(Enrolled row) {
    if (row.revoked().isPresent()) {
      return new Revoked(row.revoked().get());
    }
    if (row.lost().isPresent()) {
      return new Lost(row.lost().get());
    }
    if (row.seen().isEmpty()) {
      return new Pending(row.created());
    }
    Instant seen = row.seen().get();
    var status =
        new MemberStatus("", row.address(), row.grantKey(), row.desired().drains(), Load.NONE);
    return row.desired().drains()
        ? new Draining(seen, seen, false, status)
        : new Online(seen, seen, false, status);
  }

  Enrolled row() {
    return row;
  }

  MemberState state() {
    return state;
  }

  @Nullable MemberLink link() {
    return link;
  }

  /// When this control plane has begun to follow it.
  Instant born() {
    return born;
  }

  /// Whether it is linked here, and has said something since.
  boolean isLively(Instant since) {
    return isLinked() && !heard().isBefore(since);
  }

  boolean isLinked() {
    return link != null;
  }

  ObservedMember observed() {
    return new ObservedMember(row, state, configured || !isLinked(), unlinked != null);
  }

  /// Whether it has ever been told what to do, here.
  boolean isConfigured() {
    return configured;
  }

  void configured() {
    configured = true;
  }

  /// @param knows whether it goes by what it was told before; a process that has just begun does
  ///   not
  void arrived(boolean knows) {
    configured = knows;
  }

  void move(MemberEvent event) {
    state = state.after(event);
  }

  void linked(MemberLink now) {
    link = now;
    unlinked = null;
  }

  void unlinked(Instant now) {
    link = null;
    unlinked = now;
  }

  /// Ends the link, if there is one, for a reason that the member is told.
  void end(Instant now, String reason) {
    MemberLink open = link;
    if (open != null) {
      open.end(reason);
      unlinked(now);
    }
  }

  /// Takes over what was changed in the table, here or elsewhere.
  void changed(Instant now, Enrolled fresh) {
    Enrolled before = row;
    row = fresh;
    if (state instanceof Revoked) {
      return;
    }
    if (fresh.revoked().isPresent()) {
      move(new RevokedByOperator(now));
      end(now, "revoked");
      return;
    }
    if (!isLinked() && !fresh.equals(before) && isNews(fresh)) {
      state = stateOf(fresh);
      unlinked = null;
    } else if (fresh.desired() != before.desired()) {
      move(fresh.desired().drains() ? new Drained(now) : new Resumed(now));
    }
    if (fresh.desired() != before.desired()) {
      instruct();
    }
  }

  /// This control plane is about to put down that it is connected.
  void noted(Instant now) {
    // The table rounds.
    noted = now.plusMillis(1);
  }

  /// Another control plane has seen it after this one did, or has given it up. What this one has
  /// put down itself is no news.
  private boolean isNews(Enrolled fresh) {
    Instant heard = heard();
    return fresh.seen().filter(seen -> seen.isAfter(heard) && seen.isAfter(noted)).isPresent()
        || fresh.lost().filter(lost -> lost.isAfter(heard)).isPresent();
  }

  /// Tells the member what it is meant to be doing.
  void instruct() {
    MemberLink open = link;
    if (open == null) {
      return;
    }
    open.instruct(new Instruction.Drain(row.desired().drains()));
    // A hosted one is ended by its provisioner, who would start it again.
    if (row.desired() == Desired.STOPPED && !row.hosted()) {
      open.instruct(new Instruction.Stop());
    }
  }

  private Instant heard() {
    return switch (state) {
      case Online online -> online.heard();
      case Draining draining -> draining.heard();
      case Pending _ -> Instant.MIN;
      case Lost lost -> lost.since();
      case Revoked revoked -> revoked.since();
    };
  }

  /// Gives it up when it was silent for too long.
  ///
  /// @return whether it was given up
  boolean judge(Instant now, Patience patience) {
    if (!(state instanceof Online) && !(state instanceof Draining)) {
      return false;
    }
    Instant heard = heard();
    Instant gone = unlinked;
    boolean over;
    if (isLinked()) {
      over = heard.plus(patience.silent()).isBefore(now);
    } else if (gone != null) {
      over = gone.plus(patience.link()).isBefore(now);
    } else {
      Instant from = heard.isAfter(born) ? heard : born;
      over = from.plus(patience.start()).isBefore(now);
    }
    if (over) {
      move(new GivenUp(now));
      end(now, "nothing was heard of you for " + patience.silent().toSeconds() + " s");
    }
    return over;
  }
}
