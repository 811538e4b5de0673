package ai.altertable.controlplane.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HistoryConfigTest {
  @Test
  void recordedDefaults() {
    assertThat(HistoryConfig.defaults()).isEqualTo(new HistoryConfig(Duration.ofDays(30)));
  }

  @Test
  void badValuesAreRefusedByName() {
    for (Duration bad :
        new Duration[] {Duration.ZERO, Duration.ofHours(36), Duration.ofDays(9999)}) {
      assertThatThrownBy(() -> new HistoryConfig(bad)).hasMessageContaining("retention");
    }
  }
}
