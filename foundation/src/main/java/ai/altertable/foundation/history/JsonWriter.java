package ai.altertable.foundation.history;

/// Writes one JSON object on one line. There is one for each statement that begins or ends, so this
/// does without a generator's buffers.
final class JsonWriter {
  private static final String HEX = "0123456789abcdef";

  private final StringBuilder json;

  JsonWriter(int charsExpected) {
    this.json = new StringBuilder(charsExpected).append('{');
  }

  /// Goes on with the members of an object that is written already.
  ///
  /// @param object with one member at least
  JsonWriter(String object, int charsExpected) {
    this.json =
        new StringBuilder(object.length() + charsExpected).append(object, 0, object.length() - 1);
  }

  JsonWriter put(String name, String value) {
    name(name).append('"');
    int written = 0;
    for (int at = 0; at < value.length(); at++) {
      char next = value.charAt(at);
      if (escapedChars(next) > 1) {
        json.append(value, written, at);
        escape(next);
        written = at + 1;
      }
    }
    json.append(value, written, value.length()).append('"');
    return this;
  }

  JsonWriter put(String name, long value) {
    name(name).append(value);
    return this;
  }

  JsonWriter put(String name, boolean value) {
    name(name).append(value);
    return this;
  }

  private StringBuilder name(String name) {
    if (json.length() > 1) {
      json.append(',');
    }
    return json.append('"').append(name).append("\":");
  }

  /// RFC 8259 section 7.
  private void escape(char next) {
    switch (next) {
      case '"', '\\' -> json.append('\\').append(next);
      case '\n' -> json.append("\\n");
      case '\r' -> json.append("\\r");
      case '\t' -> json.append("\\t");
      default -> json.append("\\u00").append(HEX.charAt(next >> 4)).append(HEX.charAt(next & 0xF));
    }
  }

  /// How many characters stand for one in a JSON string.
  static int escapedChars(char next) {
    return switch (next) {
      case '"', '\\', '\n', '\r', '\t' -> 2;
      default -> next < ' ' ? 6 : 1;
    };
  }

  String end() {
    return json.append('}').toString();
  }
}
