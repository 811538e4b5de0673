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
            new LakehouseConfig("lakehouse", 160, 160, Duration.ofMinutes(5), Duration.ofHours(2)));
  }

  @Test
  void badValuesAreRefusedByName() {
    assertThatThrownBy(() -> new LakehouseConfig("lake-house", 1, 1, SECOND, SECOND))
        .hasMessageContaining("no database name");
    assertThatThrownBy(() -> new LakehouseConfig("lakehouse", 0, 1, SECOND, SECOND))
        .hasMessage("ownerConnectionsMax must be positive, not 0");
    assertThatThrownBy(() -> new LakehouseConfig("lakehouse", 1, -1, SECOND, SECOND))
        .hasMessage("readerConnectionsMax must be positive, not -1");
    assertThatThrownBy(() -> new LakehouseConfig("lakehouse", 1, 1, Duration.ZERO, SECOND))
        .hasMessageContaining("statementTimeout must be at least 1 s");
    assertThatThrownBy(() -> new LakehouseConfig("lakehouse", 1, 1, SECOND, Duration.ZERO))
        .hasMessageContaining("idleInTransactionTimeout must be at least 1 s");
  }
}
