package ai.altertable.engine.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AdmissionConfigTest {
  private static AdmissionConfig with(
      int processors, int statements, int ofPrincipal, int waiting, int longMax) {
    return new AdmissionConfig(
        processors,
        statements,
        ofPrincipal,
        waiting,
        Duration.ofSeconds(1),
        longMax,
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(3),
        Duration.ofSeconds(3));
  }

  @Test
  void recordedDefaults() {
    assertThat(AdmissionConfig.of(8))
        .isEqualTo(
            new AdmissionConfig(
                8,
                48,
                24,
                256,
                Duration.ofSeconds(60),
                8,
                Duration.ofMillis(100),
                Duration.ofMillis(300),
                Duration.ofMillis(200),
                Duration.ofSeconds(10)));
  }

  @Test
  void badValuesAreRefusedByName() {
    assertThatThrownBy(() -> with(0, 1, 1, 0, 1)).hasMessageContaining("processors");
    assertThatThrownBy(() -> with(1, 0, 1, 0, 1)).hasMessageContaining("statementsMax");
    assertThatThrownBy(() -> with(1, 1, 0, 0, 1)).hasMessageContaining("statementsPerPrincipalMax");
    assertThatThrownBy(() -> with(1, 1, 1, -1, 1)).hasMessageContaining("waitingPerPrincipalMax");
    assertThatThrownBy(() -> with(1, 1, 1, 0, 0)).hasMessageContaining("longMax");
  }
}
