package ai.altertable.gateway.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoginConfigTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void recordedDefaults() {
    assertThat(LoginConfig.defaults())
        .isEqualTo(new LoginConfig(Duration.ofSeconds(5), 10_000, 256, 16));
  }

  @Test
  void badValuesAreRefusedByName() {
    assertThatThrownBy(() -> new LoginConfig(SECOND.negated(), 1, 1, 1))
        .hasMessageContaining("rememberedFor must not be negative");
    assertThatThrownBy(() -> new LoginConfig(SECOND, -1, 1, 1))
        .hasMessage("rememberedMax must not be negative, but is -1");
    assertThatThrownBy(() -> new LoginConfig(SECOND, 1, 0, 1))
        .hasMessage("checksMax must be positive, not 0");
    assertThatThrownBy(() -> new LoginConfig(SECOND, 1, 1, 0))
        .hasMessage("checksPerAddressMax must be positive, not 0");
  }
}
