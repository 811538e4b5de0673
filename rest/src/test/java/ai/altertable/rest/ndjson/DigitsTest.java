package ai.altertable.rest.ndjson;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DigitsTest {
  private final byte[] bytes = new byte[64];

  private String text(int end) {
    return new String(bytes, 0, end, StandardCharsets.US_ASCII);
  }

  private void check(long value) {
    assertThat(text(Digits.write(value, bytes, 0))).isEqualTo(Long.toString(value));
    assertThat(text(Digits.writeUnsigned(value, bytes, 0))).isEqualTo(Long.toUnsignedString(value));
  }

  @Test
  void valuesAroundPowersAreExact() {
    for (int exponent = 0; exponent <= 18; exponent++) {
      for (long value : new long[] {-1, 0, 1}) {
        check(Digits.power(exponent) + value);
        check(-(Digits.power(exponent) + value));
      }
    }
    for (int shift = 0; shift < 64; shift++) {
      check((1L << shift) - 1);
      check(1L << shift);
    }
    check(Long.MIN_VALUE);
  }

  @Test
  void shorterValuesGetZerosInFront() {
    assertThat(text(Digits.writeMagnitude(7, 3, bytes, 0))).isEqualTo("007");
    assertThat(text(Digits.writeMagnitude(0, 2, bytes, 0))).isEqualTo("00");
    assertThat(text(Digits.writeMagnitude(1234, 3, bytes, 0))).isEqualTo("1234");
  }

  @Test
  void wideValuesAreExact() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    WideDigits wide = new WideDigits();
    for (int i = 0; i < 100_000; i++) {
      BigInteger value = new BigInteger(random.nextInt(129), random);
      long high = value.shiftRight(64).longValue();
      assertThat(text(wide.write(high, value.longValue(), 1, bytes, 0)))
          .as("seed %d", seed)
          .isEqualTo(value.toString());
    }
    assertThat(text(wide.write(0, 5, 39, bytes, 0))).isEqualTo("0".repeat(38) + "5");
    assertThat(text(wide.write(-1, -1, 1, bytes, 0)))
        .isEqualTo("340282366920938463463374607431768211455");
  }
}
