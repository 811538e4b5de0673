package ai.altertable.gateway.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThrottleConfigTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void recordedDefaults() {
    assertThat(ThrottleConfig.defaults())
        .isEqualTo(
            new ThrottleConfig(
                5,
                SECOND,
                Duration.ofMinutes(1),
                Duration.ofMinutes(15),
                100,
                SECOND,
                50,
                Duration.ofSeconds(10)));
  }

  @Test
  void badValuesAreRefusedByName() {
    assertThatThrownBy(() -> new ThrottleConfig(0, SECOND, SECOND, SECOND, 1, SECOND, 1, SECOND))
        .hasMessage("triesFree must be positive, not 0");
    assertThatThrownBy(
            () -> new ThrottleConfig(1, SECOND, Duration.ZERO, SECOND, 1, SECOND, 1, SECOND))
        .hasMessageContaining("longestPause must not be shorter than firstPause");
    assertThatThrownBy(
            () -> new ThrottleConfig(1, SECOND, SECOND, Duration.ZERO, 1, SECOND, 1, SECOND))
        .hasMessageContaining("forgottenAfter must be positive");
    assertThatThrownBy(() -> new ThrottleConfig(1, SECOND, SECOND, SECOND, 0, SECOND, 1, SECOND))
        .hasMessageContaining("addressTriesMax must be positive");
    assertThatThrownBy(() -> new ThrottleConfig(1, SECOND, SECOND, SECOND, 1, SECOND, 0, SECOND))
        .hasMessageContaining("nameTriesMax must be positive");
  }
}
