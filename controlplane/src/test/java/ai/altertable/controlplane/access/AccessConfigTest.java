package ai.altertable.controlplane.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AccessConfigTest {
  private static final Duration MINUTE = Duration.ofSeconds(60);

  @Test
  void recordedDefaults() {
    int processors = Runtime.getRuntime().availableProcessors();
    assertThat(AccessConfig.defaults())
        .isEqualTo(new AccessConfig(4096, MINUTE, 10_000, Math.max(1, processors / 2)));
  }

  @Test
  void badValuesAreRefusedByName() {
    assertThatThrownBy(() -> new AccessConfig(1000, MINUTE, 10, 1))
        .hasMessageContaining("passwordIterations must be 4096 to 10000000, not 1000");
    assertThatThrownBy(() -> new AccessConfig(4096, MINUTE, 10, 0))
        .hasMessage("checksAtOnceMax must be positive, not 0");
    assertThatThrownBy(() -> new AccessConfig(4096, MINUTE.negated(), 10, 1))
        .hasMessageContaining("rememberedFor must not be negative");
    assertThatThrownBy(() -> new AccessConfig(4096, MINUTE, -1, 1))
        .hasMessage("rememberedMax must not be negative, but is -1");
  }
}
