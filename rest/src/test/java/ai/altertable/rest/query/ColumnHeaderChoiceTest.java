package ai.altertable.rest.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.error.PlatformException;
import ai.altertable.rest.ndjson.ColumnHeader;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnHeaderChoiceTest {
  @ParameterizedTest
  @CsvSource({
    "altertable-lakehouse-java/0.1.0, NAMES",
    "altertable-lakehouse-java/0.1.0 my-app/2, NAMES",
    "altertable-lakehouse-java/0.2.0, TYPED",
    "altertable-lakehouse-js/0.2.2, NAMES",
    "altertable-lakehouse-js/1.0.0, TYPED",
    "altertable-lakehouse-php/0.1.0, NAMES",
    "altertable-lakehouse/0.2.1, NAMES",
    "altertable-lakehouse/0.3, TYPED",
    "AltertableRuby/0.5.1, NAMES",
    "AltertableRuby/0.5.99 suffix, NAMES",
    "AltertableRuby/0.6.0, TYPED",
    "altertable-lakehouse-cli/9.9.9, NAMES",
    "altertable-cli/1.5.1, TYPED",
    "altertable-lakehouse-python/0.1.0, TYPED",
    "altertable-lakehouse-go/0.4.1, TYPED",
    "AltertableRuby, TYPED",
    "AltertableRuby/beta, TYPED",
    "AltertableRuby/99999999999999, TYPED",
    "my-AltertableRuby/0.1.0, TYPED",
    "curl/8.0 AltertableRuby/0.1.0, TYPED",
    "'', TYPED"
  })
  void userAgentsOfOldClientsGetNames(String userAgent, ColumnHeader expected) {
    assertThat(ColumnHeaderChoice.AUTO.choose(Optional.empty(), userAgent)).isEqualTo(expected);
  }

  @Test
  void requestStandsAboveTheSettingAndTheSettingAboveTheUserAgent() {
    String old = "AltertableRuby/0.1.0";

    assertThat(ColumnHeaderChoice.TYPED.choose(Optional.empty(), old))
        .isEqualTo(ColumnHeader.TYPED);
    assertThat(ColumnHeaderChoice.NAMES.choose(Optional.empty(), "x"))
        .isEqualTo(ColumnHeader.NAMES);
    assertThat(ColumnHeaderChoice.NAMES.choose(Optional.of("Typed"), old))
        .isEqualTo(ColumnHeader.TYPED);
    assertThat(ColumnHeaderChoice.TYPED.choose(Optional.of(" auto "), old))
        .isEqualTo(ColumnHeader.NAMES);
  }

  @Test
  void otherChoicesAreRefused() {
    assertThatThrownBy(() -> ColumnHeaderChoice.TYPED.choose(Optional.of("both"), ""))
        .isInstanceOf(PlatformException.class)
        .hasMessageContaining("'both'")
        .hasMessageContaining("auto, typed or names");
  }
}
