package ai.altertable.engine.result;

/// Strings in JSON, escaped as little as it allows.
final class JsonString {
  private static final String ESCAPED = "\"\\\b\f\n\r\t";
  private static final String LETTERS = "\"\\bfnrt";

  private JsonString() {}

  static void append(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int escape = ESCAPED.indexOf(c);
      if (escape >= 0) {
        json.append('\\').append(LETTERS.charAt(escape));
      } else if (c < ' ') {
        json.append("\\u%04X".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
