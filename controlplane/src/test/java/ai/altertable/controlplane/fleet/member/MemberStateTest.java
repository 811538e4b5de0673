package ai.altertable.controlplane.fleet.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.controlplane.fleet.member.MemberEvent.Connected;
import ai.altertable.controlplane.fleet.member.MemberEvent.Disconnected;
import ai.altertable.controlplane.fleet.member.MemberEvent.Drained;
import ai.altertable.controlplane.fleet.member.MemberEvent.GivenUp;
import ai.altertable.controlplane.fleet.member.MemberEvent.Heard;
import ai.altertable.controlplane.fleet.member.MemberEvent.Resumed;
import ai.altertable.controlplane.fleet.member.MemberEvent.RevokedByOperator;
import ai.altertable.controlplane.fleet.member.MemberState.Draining;
import ai.altertable.controlplane.fleet.member.MemberState.IllegalMove;
import ai.altertable.controlplane.fleet.member.MemberState.Lost;
import ai.altertable.controlplane.fleet.member.MemberState.Online;
import ai.altertable.controlplane.fleet.member.MemberState.Pending;
import ai.altertable.controlplane.fleet.member.MemberState.Revoked;
import ai.altertable.foundation.fleet.Load;
import ai.altertable.foundation.fleet.MemberStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemberStateTest {
  private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NOW = THEN.plusSeconds(1);
  private static final MemberStatus READY = status(false);

  private static final MemberState PENDING = new Pending(THEN);
  private static final MemberState ONLINE = new Online(THEN, THEN, true, READY);
  private static final MemberState SILENT = new Online(THEN, THEN, false, READY);
  private static final MemberState DRAINING = new Draining(THEN, THEN, true, READY);
  private static final MemberState LOST = new Lost(THEN);
  private static final MemberState REVOKED = new Revoked(THEN);

  @Test
  void onlyTheMovesOfTheDiagramAreLegal() {
    Map<MemberState, String> legal =
        Map.of(
            PENDING, "connected drained resumed revoked",
            ONLINE, "connected heard disconnected given-up drained resumed revoked",
            SILENT, "connected given-up drained resumed revoked",
            DRAINING, "connected heard disconnected given-up drained resumed revoked",
            LOST, "connected disconnected drained resumed revoked",
            REVOKED, "");
    Map<String, MemberEvent> events =
        Map.of(
            "connected", new Connected(NOW, READY, false),
            "heard", new Heard(NOW, READY, false),
            "disconnected", new Disconnected(NOW),
            "given-up", new GivenUp(NOW),
            "drained", new Drained(NOW),
            "resumed", new Resumed(NOW),
            "revoked", new RevokedByOperator(NOW));
    legal.forEach((state, words) ->
        events.forEach((word, event) -> {
          if (java.util.List.of(words.split(" ")).contains(word)) {
            assertThat(state.after(event)).as("%s in %s", word, state).isNotNull();
          } else {
            assertThatThrownBy(() -> state.after(event))
                .as("%s in %s", word, state)
                .isInstanceOf(IllegalMove.class);
          }
        }));
  }

  @Test
  void whoConnectsIsOnlineUnlessItDrains() {
    assertThat(PENDING.after(new Connected(NOW, READY, false)))
        .isEqualTo(new Online(NOW, NOW, true, READY));
    assertThat(LOST.after(new Connected(NOW, READY, true)))
        .isEqualTo(new Draining(NOW, NOW, true, READY));
    assertThat(LOST.after(new Connected(NOW, status(true), false))).isInstanceOf(Draining.class);
  }

  @Test
  void brokenLinkIsNoLossYet() {
    assertThat(ONLINE.after(new Disconnected(NOW))).isEqualTo(SILENT);
    assertThat(SILENT.after(new GivenUp(NOW))).isEqualTo(new Lost(NOW));
    assertThat(SILENT.after(new Connected(NOW, READY, false)))
        .isEqualTo(new Online(NOW, NOW, true, READY));
  }

  @Test
  void drainIsFollowedWhoeverAskedForIt() {
    assertThat(ONLINE.after(new Drained(NOW))).isInstanceOf(Draining.class);
    assertThat(DRAINING.after(new Resumed(NOW))).isInstanceOf(Online.class);
    assertThat(ONLINE.after(new Heard(NOW, status(true), false))).isInstanceOf(Draining.class);
    assertThat(DRAINING.after(new Heard(NOW, READY, true))).isInstanceOf(Draining.class);
    assertThat(DRAINING.after(new Heard(NOW, READY, false))).isInstanceOf(Online.class);
  }

  private static MemberStatus status(boolean draining) {
    return new MemberStatus("1", Optional.of("a:1"), Optional.empty(), draining, Load.NONE);
  }
}
