package ai.altertable.rest.ndjson;

import java.math.BigInteger;

/// Powers of ten with 126 bits, rounded up, as Schubfach needs them (R. Giulietti, "The Schubfach
/// way to render doubles", 2022, section 9.5), and the logarithms that go with them.
final class PowersOfTen {
  private static final int SMALLEST = -292;
  private static final int LARGEST = 324;
  private static final long LOW_63 = Long.MAX_VALUE;
  private static final long[] WORDS = words();

  private PowersOfTen() {}

  /// The upper 63 bits of 10 to the power of `exponent`, -292 to 324.
  static long high(int exponent) {
    return WORDS[(exponent - SMALLEST) * 2];
  }

  /// The lower 63 bits.
  static long low(int exponent) {
    return WORDS[(exponent - SMALLEST) * 2 + 1];
  }

  /// The largest integer not above log10(2^e).
  static int floorLog10Pow2(int e) {
    return (int) ((e * 661_971_961_083L) >> 41);
  }

  /// The largest integer not above log10(3/4 · 2^e).
  static int floorLog10ThreeQuartersPow2(int e) {
    return (int) ((e * 661_971_961_083L - 274_743_187_321L) >> 41);
  }

  /// The largest integer not above log2(10^e).
  static int floorLog2Pow10(int e) {
    return (int) ((e * 913_124_641_741L) >> 38);
  }

  private static long[] words() {
    long[] words = new long[(LARGEST - SMALLEST + 1) * 2];
    for (int exponent = SMALLEST; exponent <= LARGEST; exponent++) {
      BigInteger rounded = scaled(exponent).add(BigInteger.ONE);
      int place = (exponent - SMALLEST) * 2;
      words[place] = rounded.shiftRight(63).longValueExact();
      words[place + 1] = rounded.longValue() & LOW_63;
    }
    return words;
  }

  /// 10^exponent · 2^(125 - floor(log2(10^exponent))), cut to an integer of 126 bits.
  private static BigInteger scaled(int exponent) {
    int shift = 125 - floorLog2Pow10(exponent);
    BigInteger power = BigInteger.TEN.pow(Math.abs(exponent));
    if (exponent < 0) {
      return BigInteger.ONE.shiftLeft(shift).divide(power);
    }
    return shift >= 0 ? power.shiftLeft(shift) : power.shiftRight(-shift);
  }
}
