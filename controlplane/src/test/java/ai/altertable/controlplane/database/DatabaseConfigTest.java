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
  void senselessValuesAreRefused() {
    assertThatThrownBy(() -> new DatabaseConfig("x\"; drop", 8, SECOND, SECOND))
        .hasMessageContaining("no database name");
    assertThatThrownBy(() -> new DatabaseConfig("x", 1, SECOND, SECOND))
        .hasMessageContaining("at least 2 connections");
    assertThatThrownBy(() -> new DatabaseConfig("x", 8, Duration.ZERO, SECOND))
        .hasMessageContaining("at least 250 ms");
  }
}
