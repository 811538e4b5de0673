package ai.altertable.gateway.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoginConfigTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static LoginConfig config(
      Duration rememberedFor, int rememberedMax, int checksMax, int perAddress, Duration grant) {
    return new LoginConfig(
        rememberedFor,
        Duration.ofHours(1),
        rememberedMax,
        checksMax,
        perAddress,
        grant,
        ThrottleConfig.defaults());
  }

  @Test
  void recordedDefaults() {
    assertThat(LoginConfig.defaults())
        .isEqualTo(config(Duration.ofSeconds(60), 10_000, 256, 16, Duration.ofSeconds(60)));
  }

  @Test
  void badValuesAreRefusedByName() {
    assertThatThrownBy(() -> config(SECOND.negated(), 1, 1, 1, SECOND))
        .hasMessageContaining("rememberedFor must not be negative");
    assertThatThrownBy(() -> config(SECOND, -1, 1, 1, SECOND))
        .hasMessage("rememberedMax must not be negative, but is -1");
    assertThatThrownBy(() -> config(SECOND, 1, 0, 1, SECOND))
        .hasMessage("checksMax must be positive, not 0");
    assertThatThrownBy(() -> config(SECOND, 1, 1, 0, SECOND))
        .hasMessage("checksPerAddressMax must be positive, not 0");
    assertThatThrownBy(() -> config(SECOND, 1, 1, 1, Duration.ZERO))
        .hasMessage("grantLifetime must be positive, not PT0S");
  }
}
