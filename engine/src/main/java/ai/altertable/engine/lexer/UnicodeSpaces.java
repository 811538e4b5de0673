package ai.altertable.engine.lexer;

/// The spaces beyond ASCII that DuckDB replaces by plain ones before its lexer sees a text
/// (`Parser::StripUnicodeSpaces`), outside of what it takes for quoted text and line comments
/// there. That reading is simpler than the lexer's: it knows no block comments, no escape strings
/// and no identifiers, so that a quote in a comment opens a string for it, and the spaces after
/// that stay what they are: characters of words, for the lexer. Followed here to the letter, as
/// otherwise a text could mean one thing here and another one there.
final class UnicodeSpaces {
  private final String sql;
  private final char[] replaced;
  private int at;

  private UnicodeSpaces(String sql) {
    this.sql = sql;
    this.replaced = sql.toCharArray();
  }

  /// The text, of the same length, as DuckDB's lexer gets it.
  static String replaced(String sql) {
    for (int i = 0; i < sql.length(); i++) {
      if (isUnicodeSpace(sql.charAt(i))) {
        return new UnicodeSpaces(sql).replaceAll();
      }
    }
    return sql;
  }

  private String replaceAll() {
    while (hasBytes(at, 3)) {
      char c = sql.charAt(at);
      if (isUnicodeSpace(c)) {
        replaced[at] = ' ';
        at++;
      } else if (c == '"' || c == '\'') {
        at++;
        skipQuoted(c);
      } else if (c == '$' && (peek() == '$' || isTagStart(peek()))) {
        at++;
        skipDollarQuoted();
      } else if (c == '-' && peek() == '-') {
        skipLine();
      } else {
        at++;
      }
    }
    return new String(replaced);
  }

  private void skipQuoted(char quote) {
    while (hasBytes(at, 2)) {
      if (sql.charAt(at) != quote) {
        at++;
      } else if (peek() == quote) {
        at += 2;
      } else {
        at++;
        return;
      }
    }
    at = sql.length();
  }

  /// Stops at what cannot be part of a tag, which is looked at again.
  private void skipDollarQuoted() {
    int start = at;
    while (hasBytes(at, 3)) {
      char c = sql.charAt(at);
      if (c == '$') {
        skipTo(sql.substring(start, at));
        return;
      }
      if (!isTagStart(c) && !(c >= '0' && c <= '9')) {
        // The loop that calls goes on behind it.
        return;
      }
      at++;
    }
    at = sql.length();
  }

  /// From the `$` that ends a tag to the last one of the quoted text: that `$` itself may begin the
  /// closing tag.
  private void skipTo(String tag) {
    String close = '$' + tag + '$';
    while (hasBytes(at, 3)) {
      if (sql.startsWith(close, at)) {
        // DuckDB looks at the closing `$` once more.
        at += close.length() - 1;
        return;
      }
      at++;
    }
    at = sql.length();
  }

  private void skipLine() {
    while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
      at++;
    }
  }

  private char peek() {
    return at + 1 < sql.length() ? sql.charAt(at + 1) : '\0';
  }

  /// Whether so many bytes of UTF-8 are left from an index on.
  private boolean hasBytes(int index, int count) {
    int bytes = 0;
    for (int i = index; i < sql.length() && bytes < count; i++) {
      char c = sql.charAt(i);
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes >= count;
  }

  private static boolean isTagStart(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 0x80;
  }

  static boolean isUnicodeSpace(char c) {
    return switch (c) {
      case 0xA0, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF -> true;
      default -> c >= 0x2000 && c <= 0x200B;
    };
  }
}
