package ai.altertable.rest.ndjson;

/// Reads JSON text from left to right and copies its strings, numbers and words. Methods that
/// return false have met something that is no JSON. Confined to one thread.
final class JsonScalars {
  private static final int NO_CODE = -1;
  private static final byte[] REPLACEMENT = {'\\', 'u', 'f', 'f', 'f', 'd'};

  private JsonBuffer out = new JsonBuffer(0, 0);
  private byte[] text = new byte[0];
  private int at;
  private int end;

  void read(byte[] source, int to, JsonBuffer target) {
    out = target;
    text = source;
    at = 0;
    end = to;
  }

  /// The next byte that is no white space, or 0 at the end.
  byte peek() {
    while (at < end) {
      byte value = text[at];
      if (value != ' ' && value != '\n' && value != '\t' && value != '\r') {
        return value;
      }
      at++;
    }
    return 0;
  }

  boolean atEnd() {
    return peek() == 0 && at == end;
  }

  /// Goes past a sign, when it comes next.
  boolean take(byte sign) {
    if (peek() != sign || at == end) {
      return false;
    }
    at++;
    return true;
  }

  /// Copies a string, a number or a word.
  boolean copy() {
    return switch (peek()) {
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      default -> word("null") || number() || notFinite();
    };
  }

  private boolean word(String word) {
    if (!follows(word, false)) {
      return false;
    }
    at += word.length();
    for (int i = 0; i < word.length(); i++) {
      out.add((byte) word.charAt(i));
    }
    return true;
  }

  private boolean notFinite() {
    int sign = at < end && (text[at] == '-' || text[at] == '+') ? 1 : 0;
    at += sign;
    for (String name : new String[] {"infinity", "inf", "nan"}) {
      if (follows(name, true)) {
        at += name.length();
        out.addNull();
        return true;
      }
    }
    return false;
  }

  private boolean follows(String word, boolean anyCase) {
    if (end - at < word.length()) {
      return false;
    }
    int caseBit = anyCase ? 0x20 : 0;
    for (int i = 0; i < word.length(); i++) {
      if ((text[at + i] | caseBit) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean number() {
    int whole = at < end && text[at] == '-' ? at + 1 : at;
    int place = digits(whole);
    if (place == whole || (text[whole] == '0' && place > whole + 1)) {
      return false;
    }
    if (place < end && text[place] == '.') {
      int fraction = place + 1;
      place = digits(fraction);
      if (place == fraction) {
        return false;
      }
    }
    place = exponent(place);
    if (place < 0) {
      return false;
    }
    copyTo(place);
    return true;
  }

  /// The place after the exponent that may stand here, negative when it has no digits.
  private int exponent(int from) {
    if (from == end || (text[from] | 0x20) != 'e') {
      return from;
    }
    int place = from + 1;
    if (place < end && (text[place] == '-' || text[place] == '+')) {
      place++;
    }
    int last = digits(place);
    return last == place ? -1 : last;
  }

  private int digits(int from) {
    int place = from;
    while (place < end && text[place] >= '0' && text[place] <= '9') {
      place++;
    }
    return place;
  }

  private void copyTo(int place) {
    out.reserve(place - at);
    System.arraycopy(text, at, out.bytes, out.position, place - at);
    out.position += place - at;
    at = place;
  }

  private boolean string() {
    int place = at + 1;
    while (place < end && text[place] >= ' ' && text[place] != '"' && text[place] != '\\') {
      place++;
    }
    copyTo(place);
    while (at < end && text[at] != '"') {
      if (!character()) {
        return false;
      }
    }
    if (at == end) {
      return false;
    }
    copyTo(at + 1);
    return true;
  }

  private boolean character() {
    out.reserve(6);
    byte value = text[at];
    if (value == '\\') {
      return escape();
    }
    if (value < 0) {
      at = JsonStrings.multibyte(text, at, end, out);
    } else {
      JsonStrings.ascii(value, out);
      at++;
    }
    return true;
  }

  private boolean escape() {
    if (end - at < 2) {
      return false;
    }
    if (text[at + 1] == 'u') {
      return unicode();
    }
    boolean known = "\"\\/bfnrt".indexOf(text[at + 1]) >= 0;
    if (known) {
      copyTo(at + 2);
    }
    return known;
  }

  /// Copies `\\u` and four digits, or a pair of them. Half a pair becomes U+FFFD.
  private boolean unicode() {
    int code = code(at);
    if (code == NO_CODE) {
      return false;
    }
    if (!Character.isSurrogate((char) code)) {
      copyTo(at + 6);
      return true;
    }
    int next = code(at + 6);
    boolean pair =
        next != NO_CODE
            && Character.isHighSurrogate((char) code)
            && Character.isLowSurrogate((char) next);
    if (pair) {
      copyTo(at + 12);
    } else {
      out.add(REPLACEMENT);
      at += 6;
    }
    return true;
  }

  private int code(int from) {
    if (end - from < 6 || text[from] != '\\' || text[from + 1] != 'u') {
      return NO_CODE;
    }
    int code = 0;
    for (int i = 2; i < 6; i++) {
      int digit = Character.digit(text[from + i], 16);
      if (digit < 0) {
        return NO_CODE;
      }
      code = (code << 4) | digit;
    }
    return code;
  }
}
