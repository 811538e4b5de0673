package ai.altertable.foundation.lifecycle;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BoundsTest {
  @Test
  void whatIsNotPositiveIsRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bounds.requirePositive("membersMax", 0))
        .withMessage("membersMax must be positive, not 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bounds.requirePositive("pause", Duration.ofSeconds(-1)))
        .withMessage("pause must be positive, not PT-1S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bounds.requirePositive("pause", Duration.ZERO));
  }

  @Test
  void theLeastIsAllowed() {
    assertThatCode(
            () -> {
              Bounds.requirePositive("membersMax", 1);
              Bounds.requirePositive("pause", Duration.ofNanos(1));
            })
        .doesNotThrowAnyException();
  }
}
