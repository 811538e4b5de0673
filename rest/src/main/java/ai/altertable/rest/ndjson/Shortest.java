package ai.altertable.rest.ndjson;

/// Writes a float or a double with the fewest digits that read back as the same value, and of those
/// the closest to it: Schubfach (R. Giulietti, "The Schubfach way to render doubles", 2022). The
/// layout is that of DuckDB's cast to VARCHAR: `1.0`, `0.0001`, `1e-05`, `1e+16`.
final class Shortest {
  /// The most characters of any double: sign, 17 digits, point, exponent.
  static final int BYTES_MAX = 25;

  private static final long LOW_63 = Long.MAX_VALUE;

  private Shortest() {}

  /// Writes a finite value; returns the place after it.
  static int write(double value, byte[] to, int at) {
    long bits = Double.doubleToRawLongBits(value);
    int exponent = (int) (bits >>> 52) & 0x7ff;
    long fraction = bits & ((1L << 52) - 1);
    int place = sign(bits < 0, to, at);
    if (exponent == 0) {
      return fraction == 0 ? zero(to, place) : write(fraction, -1074, true, to, place);
    }
    long significand = fraction | (1L << 52);
    return write(significand, exponent - 1075, fraction != 0 || exponent == 1, to, place);
  }

  /// Writes a finite value; returns the place after it.
  static int write(float value, byte[] to, int at) {
    int bits = Float.floatToRawIntBits(value);
    int exponent = (bits >>> 23) & 0xff;
    int fraction = bits & ((1 << 23) - 1);
    int place = sign(bits < 0, to, at);
    if (exponent == 0) {
      return fraction == 0 ? zero(to, place) : write(fraction, -149, true, to, place);
    }
    int significand = fraction | (1 << 23);
    return write(significand, exponent - 150, fraction != 0 || exponent == 1, to, place);
  }

  private static int sign(boolean negative, byte[] to, int at) {
    to[at] = '-';
    return negative ? at + 1 : at;
  }

  private static int zero(byte[] to, int at) {
    to[at] = '0';
    to[at + 1] = '.';
    to[at + 2] = '0';
    return at + 3;
  }

  /// Writes c · 2^q. It is regular when the values that round to it lie evenly on both sides.
  private static int write(long c, int q, boolean regular, byte[] to, int at) {
    if (q <= 0 && q > -53 && (c & ((1L << -q) - 1)) == 0) {
      return Notation.plainInteger(c >>> -q, to, at);
    }
    int k = regular ? PowersOfTen.floorLog10Pow2(q) : PowersOfTen.floorLog10ThreeQuartersPow2(q);
    return Notation.write(digits(c, q, k, regular), k, to, at);
  }

  /// The digits d, with d · 10^k the shortest decimal that rounds to c · 2^q.
  private static long digits(long c, int q, int k, boolean regular) {
    int h = q + PowersOfTen.floorLog2Pow10(-k) + 2;
    long high = PowersOfTen.high(-k);
    long low = PowersOfTen.low(-k);
    long odd = c & 1;
    long center = roundToOdd(high, low, (c << 2) << h);
    long left = roundToOdd(high, low, ((c << 2) - (regular ? 2 : 1)) << h) + odd;
    long right = roundToOdd(high, low, ((c << 2) + 2) << h) - odd;

    long down = center >> 2;
    if (down >= 10) {
      long shortDown = 10 * (down / 10);
      boolean downIn = left <= shortDown << 2;
      boolean upIn = (shortDown + 10) << 2 <= right;
      if (downIn != upIn) {
        return downIn ? shortDown : shortDown + 10;
      }
    }
    boolean downIn = left <= down << 2;
    boolean upIn = (down + 1) << 2 <= right;
    if (downIn != upIn) {
      return downIn ? down : down + 1;
    }
    long half = center - ((2 * down + 1) << 1);
    return half < 0 || (half == 0 && (down & 1) == 0) ? down : down + 1;
  }

  /// The product's upper part, with its last bit set when anything below is not zero.
  private static long roundToOdd(long high, long low, long factor) {
    long carry = Math.multiplyHigh(low, factor);
    long middle = high * factor;
    long upper = Math.multiplyHigh(high, factor);
    long rest = (middle >>> 1) + carry;
    long whole = upper + (rest >>> 63);
    return whole | (((rest & LOW_63) + LOW_63) >>> 63);
  }

  /// Lays digits out as DuckDB does.
  private static final class Notation {
    /// `123.0`
    private static int plainInteger(long value, byte[] to, int at) {
      int digits = Digits.length(value);
      Digits.padded(value, digits, to, at);
      to[at + digits] = '.';
      to[at + digits + 1] = '0';
      return at + digits + 2;
    }

    private static int write(long value, int exponent, byte[] to, int at) {
      long digits = value;
      int k = exponent;
      while (digits % 10 == 0) {
        digits /= 10;
        k++;
      }
      int count = Digits.length(digits);
      int leading = k + count - 1;
      if (leading < -4 || leading >= 16) {
        return scientific(digits, count, leading, to, at);
      }
      if (leading < 0) {
        return fraction(digits, count, leading, to, at);
      }
      return point(digits, count, leading + 1, to, at);
    }

    /// `0.00123`
    private static int fraction(long digits, int count, int leading, byte[] to, int at) {
      int place = at;
      to[place++] = '0';
      to[place++] = '.';
      for (int i = leading; i < -1; i++) {
        to[place++] = '0';
      }
      Digits.padded(digits, count, to, place);
      return place + count;
    }

    /// `123.4` and `12300.0`: `whole` digits stand before the point.
    private static int point(long digits, int count, int whole, byte[] to, int at) {
      if (count > whole) {
        Digits.padded(digits, count, to, at);
        System.arraycopy(to, at + whole, to, at + whole + 1, count - whole);
        to[at + whole] = '.';
        return at + count + 1;
      }
      Digits.padded(digits, count, to, at);
      int place = at + count;
      for (int i = count; i < whole; i++) {
        to[place++] = '0';
      }
      to[place++] = '.';
      to[place++] = '0';
      return place;
    }

    /// `1.23e-05`, `1e+16`
    private static int scientific(long digits, int count, int leading, byte[] to, int at) {
      Digits.padded(digits, count, to, at + 1);
      to[at] = to[at + 1];
      int place = at + 1;
      if (count > 1) {
        to[at + 1] = '.';
        place = at + 1 + count;
      }
      to[place++] = 'e';
      to[place++] = (byte) (leading < 0 ? '-' : '+');
      return Digits.writeMagnitude(Math.abs(leading), 2, to, place);
    }
  }
}
