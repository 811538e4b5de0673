package ai.altertable.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StrangerConfigTest {
  @Test
  void recordedDefaults() {
    assertThat(StrangerConfig.defaults())
        .isEqualTo(new StrangerConfig(64, 1024, Duration.ofSeconds(30)));
  }

  @Test
  void badValuesAreRefusedByName() {
    Duration fine = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new StrangerConfig(0, 1, fine))
        .hasMessageContaining("stranger-address-max");
    assertThatThrownBy(() -> new StrangerConfig(1, 0, fine)).hasMessageContaining("stranger-max");
    assertThatThrownBy(() -> new StrangerConfig(1, 1, Duration.ZERO))
        .hasMessageContaining("stranger-life");
  }
}
