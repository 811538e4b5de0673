package ai.altertable.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TransactionConfigTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void recordedDefaults() {
    assertThat(TransactionConfig.defaults())
        .isEqualTo(new TransactionConfig(16, Duration.ofMinutes(1), Duration.ofMinutes(5)));
  }

  @Test
  void badValuesAreRefusedByName() {
    assertThatThrownBy(() -> new TransactionConfig(0, SECOND, SECOND))
        .hasMessage("perPrincipalMax must be positive, not 0");
    assertThatThrownBy(() -> new TransactionConfig(1, Duration.ZERO, SECOND))
        .hasMessage("idleMax must be positive, not PT0S");
    assertThatThrownBy(() -> new TransactionConfig(1, SECOND, SECOND.negated()))
        .hasMessage("holdMax must be positive, not PT-1S");
  }
}
