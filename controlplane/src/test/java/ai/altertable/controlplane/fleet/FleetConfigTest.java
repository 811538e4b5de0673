package ai.altertable.controlplane.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FleetConfigTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void recordedDefaults() {
    assertThat(FleetConfig.defaults())
        .isEqualTo(
            new FleetConfig(
                Duration.ofSeconds(15),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                8,
                Duration.ofMinutes(15),
                Duration.ofSeconds(60)));
  }

  @Test
  void badValuesAreRefusedByName() {
    refused("silentAfter", Duration.ZERO, SECOND, SECOND, 1, SECOND, SECOND);
    refused("graceAfterLink", SECOND, Duration.ZERO, SECOND, 1, SECOND, SECOND);
    refused("graceAfterStart", SECOND, SECOND, Duration.ZERO, 1, SECOND, SECOND);
    refused("hostedMax", SECOND, SECOND, SECOND, 0, SECOND, SECOND);
    refused("idleAfter", SECOND, SECOND, SECOND, 1, Duration.ZERO, SECOND);
    refused("startWithin", SECOND, SECOND, SECOND, 1, SECOND, Duration.ZERO);
  }

  private static void refused(
      String name,
      Duration silent,
      Duration link,
      Duration start,
      int hosted,
      Duration idle,
      Duration up) {
    assertThatThrownBy(() -> new FleetConfig(silent, link, start, hosted, idle, up))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }
}
