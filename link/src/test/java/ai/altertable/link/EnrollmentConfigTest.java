package ai.altertable.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EnrollmentConfigTest {
  @Test
  void recordedDefaults() {
    assertThat(EnrollmentConfig.defaults())
        .isEqualTo(new EnrollmentConfig(20, Duration.ofSeconds(1), 200, Duration.ofMillis(100)));
  }

  @Test
  void badValuesAreRefusedByName() {
    Duration fine = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new EnrollmentConfig(0, fine, 1, fine))
        .hasMessageContaining("address-tries-max");
    assertThatThrownBy(() -> new EnrollmentConfig(1, Duration.ZERO, 1, fine))
        .hasMessageContaining("address-pause");
    assertThatThrownBy(() -> new EnrollmentConfig(1, fine, -1, fine))
        .hasMessageContaining("tries-max");
    assertThatThrownBy(() -> new EnrollmentConfig(1, fine, 1, Duration.ZERO))
        .hasMessageContaining("pause");
  }
}
