package ai.altertable.engine.lakehouse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LakeTransactionTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '"',
      value = {
        "ada -> ada",
        "ada.byron@x-y.org -> ada.byron@x-y.org",
        "Zoë_7 -> Zoë_7",
        "||(select 1)||' -> ___select_1____",
        "a--b---c -> a_-b__-c",
        "/*x*/;$$ -> __x_____",
      })
  void authorsMeanNothingOutsideOfQuotes(String name, String author) {
    assertThat(LakeTransaction.plain(name)).isEqualTo(author);
  }
}
