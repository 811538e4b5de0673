package ai.altertable.rest.ndjson;

/// The well-formed byte sequences of UTF-8 beyond ASCII (Unicode 15, table 3-7).
final class Utf8 {
  private Utf8() {}

  /// The length of the character that begins at `at`, 2 to 4, or 0 when the bytes are malformed.
  static int length(byte[] text, int at, int to) {
    int first = text[at] & 0xFF;
    if (first < 0xC2 || first > 0xF4) {
      return 0;
    }
    if (first < 0xE0) {
      return continues(text, at, to, 2) ? 2 : 0;
    }
    if (first < 0xF0) {
      return continues(text, at, to, 3) && secondOfThree(first, text[at + 1] & 0xFF) ? 3 : 0;
    }
    return continues(text, at, to, 4) && secondOfFour(first, text[at + 1] & 0xFF) ? 4 : 0;
  }

  private static boolean continues(byte[] text, int at, int to, int length) {
    if (to - at < length) {
      return false;
    }
    for (int i = 1; i < length; i++) {
      if ((text[at + i] & 0xC0) != 0x80) {
        return false;
      }
    }
    return true;
  }

  /// Not longer than needed, and no surrogate.
  private static boolean secondOfThree(int first, int second) {
    return (first != 0xE0 || second >= 0xA0) && (first != 0xED || second < 0xA0);
  }

  /// Not longer than needed, and not beyond U+10FFFF.
  private static boolean secondOfFour(int first, int second) {
    return (first != 0xF0 || second >= 0x90) && (first != 0xF4 || second < 0x90);
  }
}
