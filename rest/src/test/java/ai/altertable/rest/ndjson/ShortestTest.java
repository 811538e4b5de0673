package ai.altertable.rest.ndjson;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortestTest {
  private final byte[] bytes = new byte[Shortest.BYTES_MAX];

  private String text(double value) {
    return new String(bytes, 0, Shortest.write(value, bytes, 0), StandardCharsets.US_ASCII);
  }

  private String text(float value) {
    return new String(bytes, 0, Shortest.write(value, bytes, 0), StandardCharsets.US_ASCII);
  }

  /// The right column is what DuckDB 1.5 prints.
  @ParameterizedTest
  @CsvSource({
    "0, 0.0",
    "-0.0, -0.0",
    "1, 1.0",
    "-1.5, -1.5",
    "0.1, 0.1",
    "0.3, 0.3",
    "100, 100.0",
    "0.0001, 0.0001",
    "0.00012, 0.00012",
    "0.00001, 1e-05",
    "0.0000123, 1.23e-05",
    "1e15, 1000000000000000.0",
    "1e16, 1e+16",
    "1.5e16, 1.5e+16",
    "1e23, 1e+23",
    "9007199254740991, 9007199254740991.0",
    "9007199254740993, 9007199254740992.0",
    "123456789012345678, 1.2345678901234568e+17",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "2.2250738585072014e-308, 2.2250738585072014e-308",
    "4.9e-324, 5e-324",
    "1e-323, 1e-323",
    "2e-323, 2e-323",
    "9.5367431640625e-07, 9.5367431640625e-07",
    "1e100, 1e+100"
  })
  void doublesAreLaidOutAsDuckDbDoes(double value, String expected) {
    assertThat(text(value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.0",
    "0.1, 0.1",
    "16777216, 16777216.0",
    "1e8, 100000000.0",
    "3.4028235e38, 3.4028235e+38",
    "1.17549435e-38, 1.1754944e-38",
    "1.4e-45, 1e-45",
    "1e-5, 1e-05",
    "33554432, 33554432.0"
  })
  void floatsAreLaidOutAsDuckDbDoes(float value, String expected) {
    assertThat(text(value)).isEqualTo(expected);
  }

  @Test
  void doublesReadBackAndAreNoLongerThanJavas() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 300_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      double rounded = Math.round(value % 1e9 * 1000) / 1000.0;
      checkDouble(Double.isFinite(value) ? value : random.nextDouble(), seed);
      checkDouble(Double.isFinite(rounded) ? rounded : 0, seed);
    }
  }

  @Test
  void everyPowerOfTwoAndTenReadsBack() {
    for (int exponent = -1074; exponent < 1024; exponent++) {
      double power = Math.scalb(1.0, exponent);
      checkDouble(power, 0);
      checkDouble(Math.nextUp(power), 0);
      checkDouble(Math.nextDown(power), 0);
    }
    for (int exponent = -323; exponent <= 308; exponent++) {
      checkDouble(Double.parseDouble("1e" + exponent), 0);
    }
  }

  private void checkDouble(double value, long seed) {
    String ours = text(value);
    assertThat(Double.parseDouble(ours)).as("seed %d: %s", seed, ours).isEqualTo(value);
    assertThat(digits(ours))
        .as("seed %d: %s", seed, ours)
        .isLessThanOrEqualTo(digits(Double.toString(value)));
    if (digits(ours) == digits(Double.toString(value)) && value != 0) {
      assertThat(new BigDecimal(ours)).isEqualByComparingTo(Double.toString(value));
    }
  }

  @Test
  void floatsReadBackAndAreNoLongerThanJavas() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 300_000; i++) {
      checkFloat(Float.intBitsToFloat(random.nextInt()), seed);
    }
    for (int exponent = -149; exponent < 128; exponent++) {
      float power = Math.scalb(1.0f, exponent);
      checkFloat(power, 0);
      checkFloat(Math.nextUp(power), 0);
      checkFloat(Math.nextDown(power), 0);
    }
  }

  private void checkFloat(float value, long seed) {
    if (!Float.isFinite(value)) {
      return;
    }
    String ours = text(value);
    assertThat(Float.parseFloat(ours)).as("seed %d: %s", seed, ours).isEqualTo(value);
    assertThat(digits(ours))
        .as("seed %d: %s", seed, ours)
        .isLessThanOrEqualTo(digits(Float.toString(value)));
  }

  private static int digits(String text) {
    return new BigDecimal(text).stripTrailingZeros().precision();
  }
}
