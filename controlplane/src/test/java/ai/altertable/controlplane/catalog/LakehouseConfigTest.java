package ai.altertable.controlplane.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LakehouseConfigTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void recordedDefaults() {
    assertThat(LakehouseConfig.defaults())
        .isEqualTo(
            new LakehouseConfig("lakehouse", 64, 64, Duration.ofMinutes(5), Duration.ofHours(2)));
  }

  @Test
  void senselessValuesAreRefused() {
    assertThatThrownBy(() -> new LakehouseConfig("lake-house", 1, 1, SECOND, SECOND))
        .hasMessageContaining("no database name");
    assertThatThrownBy(() -> new LakehouseConfig("lakehouse", 0, 1, SECOND, SECOND))
        .hasMessageContaining("at least 1 connection");
    assertThatThrownBy(() -> new LakehouseConfig("lakehouse", 1, 1, SECOND, Duration.ZERO))
        .hasMessageContaining("at least 1 s");
  }
}
