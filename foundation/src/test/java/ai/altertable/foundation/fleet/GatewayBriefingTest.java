package ai.altertable.foundation.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.Revocation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GatewayBriefingTest {
  private static final WorkerEntry WORKER =
      new WorkerEntry(
          new UUID(1, 1),
          "west",
          new Environment(new UUID(2, 2), "production"),
          "[::1]:15010",
          WorkerEntry.State.ONLINE,
          new Load(1, 2, 3, 4, 5));

  @Test
  void briefingsSurviveTheirConfiguration() {
    var all =
        new GatewayBriefing(
            List.of(WORKER),
            List.of(new Revocation(new UUID(3, 3), 9)),
            "a1",
            Optional.of("[::1]:15005"));
    var nothing = new GatewayBriefing(List.of(), List.of(), "", Optional.empty());

    assertThat(GatewayBriefing.decode(all.encode())).isEqualTo(all);
    assertThat(GatewayBriefing.decode(nothing.encode())).isEqualTo(nothing);
    assertThat(GatewayBriefing.decode(Configuration.EMPTY)).isEqualTo(nothing);
  }

  @Test
  void entriesOfLaterVersionsAreLeftOut() {
    assertThat(GatewayBriefing.decode(Configuration.of(Map.of("later/x", "?", "access", "b"))))
        .isEqualTo(new GatewayBriefing(List.of(), List.of(), "b", Optional.empty()));
  }

  @Test
  void malformedEntriesAreNamed() {
    for (String name : List.of("worker/west", "revision/x")) {
      assertThatThrownBy(() -> GatewayBriefing.decode(Configuration.of(Map.of(name, "no"))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + name + "'");
    }
  }
}
