package ai.altertable.rest.ndjson;

/// Writes unsigned integers of 128 bits as decimal digits. Confined to one thread.
final class WideDigits {
  /// The most characters of such a number, with a sign and a point.
  static final int BYTES_MAX = 41;

  private static final int GROUP_DIGITS = 9;
  private static final long GROUP = 1_000_000_000;
  private static final long LOW_32 = 0xFFFF_FFFFL;

  /// The digits in groups of nine, the lowest first.
  private final int[] groups = new int[5];

  /// Writes the number, with zeros in front when it has fewer than `digitsMin` digits; returns the
  /// place after it.
  int write(long high, long low, int digitsMin, byte[] to, int at) {
    split(high, low);
    int last = groups.length - 1;
    while (last > 0 && groups[last] == 0) {
      last--;
    }
    int place = Digits.writeMagnitude(groups[last], digitsMin - last * GROUP_DIGITS, to, at);
    for (int i = last - 1; i >= 0; i--) {
      Digits.padded(groups[i], GROUP_DIGITS, to, place);
      place += GROUP_DIGITS;
    }
    return place;
  }

  private void split(long high, long low) {
    long d = high >>> 32;
    long c = high & LOW_32;
    long b = low >>> 32;
    long a = low & LOW_32;
    for (int i = 0; i < groups.length; i++) {
      long rest = ((d % GROUP) << 32) | c;
      d /= GROUP;
      c = rest / GROUP;
      rest = ((rest % GROUP) << 32) | b;
      b = rest / GROUP;
      rest = ((rest % GROUP) << 32) | a;
      a = rest / GROUP;
      groups[i] = (int) (rest % GROUP);
    }
  }
}
