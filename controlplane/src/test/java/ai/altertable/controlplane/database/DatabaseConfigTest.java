package ai.altertable.controlplane.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DatabaseConfigTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void recordedDefaults() {
    assertThat(DatabaseConfig.defaults())
        .isEqualTo(
            new DatabaseConfig("altertable", 8, Duration.ofSeconds(5), Duration.ofSeconds(20)));
  }

  @Test
  void badValuesAreRefusedByName() {
    assertThatThrownBy(() -> new DatabaseConfig("x\"; drop", 8, SECOND, SECOND))
        .hasMessageContaining("no database name");
    assertThatThrownBy(() -> new DatabaseConfig("x", 1, SECOND, SECOND))
        .hasMessageContaining("connectionsMax must be at least 2, not 1");
    assertThatThrownBy(() -> new DatabaseConfig("x", 8, Duration.ZERO, SECOND))
        .hasMessageContaining("connectionTimeout must be at least 250 ms");
    assertThatThrownBy(() -> new DatabaseConfig("x", 8, SECOND, Duration.ZERO))
        .hasMessageContaining("statementTimeout must be at least 1 s");
  }
}
