package ai.altertable.rest.ndjson;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Writes integers as decimal digits. Every method writes into `to` from `at` and, where it says
/// so, returns the place after the last digit.
final class Digits {
  /// The most characters of any `long`, with its sign.
  static final int LONG_MAX = 20;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final short[] PAIRS = pairs();
  private static final long[] POWERS = powers();

  private Digits() {}

  /// 10 to the power of 0 … 18.
  static long power(int exponent) {
    return POWERS[exponent];
  }

  static int write(long value, byte[] to, int at) {
    if (value >= 0) {
      return writeMagnitude(value, 1, to, at);
    }
    to[at] = '-';
    return value == Long.MIN_VALUE
        ? writeUnsigned(value, to, at + 1)
        : writeMagnitude(-value, 1, to, at + 1);
  }

  /// Reads all 64 bits as magnitude.
  static int writeUnsigned(long value, byte[] to, int at) {
    if (value >= 0) {
      return writeMagnitude(value, 1, to, at);
    }
    long head = Long.divideUnsigned(value, 10);
    int end = writeMagnitude(head, 1, to, at);
    to[end] = (byte) ('0' + (value - head * 10));
    return end + 1;
  }

  /// Writes a value from 0, with zeros in front when it has fewer than `digitsMin` digits.
  static int writeMagnitude(long value, int digitsMin, byte[] to, int at) {
    int digits = Math.max(length(value), digitsMin);
    padded(value, digits, to, at);
    return at + digits;
  }

  /// Writes a value from 0 with exactly so many digits.
  static void padded(long value, int digits, byte[] to, int at) {
    int place = at + digits;
    long rest = value;
    while (rest > Integer.MAX_VALUE) {
      long head = rest / 100;
      place -= 2;
      SHORT.set(to, place, PAIRS[(int) (rest - head * 100)]);
      rest = head;
    }
    int small = (int) rest;
    while (place - at >= 2) {
      int head = small / 100;
      place -= 2;
      SHORT.set(to, place, PAIRS[small - head * 100]);
      small = head;
    }
    if (place > at) {
      to[at] = (byte) ('0' + small);
    }
  }

  /// The two digits of a value from 0 to 99.
  static void pair(int value, byte[] to, int at) {
    SHORT.set(to, at, PAIRS[value]);
  }

  /// The number of digits of a value from 0.
  static int length(long value) {
    int bits = 64 - Long.numberOfLeadingZeros(value | 1);
    // 1233 / 4096 is a little more than log10(2): exact, or one too many below a power of ten.
    int digits = (bits * 1233) >> 12;
    return value < POWERS[digits] ? Math.max(digits, 1) : digits + 1;
  }

  private static short[] pairs() {
    short[] pairs = new short[100];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = (short) (('0' + i / 10) | (('0' + i % 10) << 8));
    }
    return pairs;
  }

  private static long[] powers() {
    long[] powers = new long[19];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1] * 10;
    }
    return powers;
  }
}
