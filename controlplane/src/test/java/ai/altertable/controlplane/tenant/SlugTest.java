package ai.altertable.controlplane.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlugTest {
  @ParameterizedTest
  @CsvSource({
    "production, production",
    "My Team, my-team",
    "Café, cafe",
    "Größe 2, gro-e-2",
    "--a__b--, a-b",
    "IDEAL, ideal",
  })
  void nameBecomesFitForAddresses(String name, String slug) {
    assertThat(Slug.of(name).value()).isEqualTo(slug);
  }

  @Test
  void nameOfWhichNothingIsLeftIsRefused() {
    assertThatThrownBy(() -> Slug.of("東京")).hasMessageContaining("at least one letter");
    assertThatThrownBy(() -> Slug.of("")).hasMessageContaining("at least one letter");
  }

  @Test
  void longestNameHas63Characters() {
    assertThat(Slug.of("a".repeat(63)).value()).hasSize(63);
    assertThatThrownBy(() -> Slug.of("a".repeat(64))).hasMessageContaining("too long");
  }
}
