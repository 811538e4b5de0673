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
  void senselessValuesAreRefused() {
    assertThatThrownBy(() -> new AccessConfig(1000, MINUTE, 10, 1))
        .hasMessageContaining("4096 to 10000000, not 1000");
    assertThatThrownBy(() -> new AccessConfig(4096, MINUTE, 10, 0))
        .hasMessageContaining("fewer than 1");
  }
}
