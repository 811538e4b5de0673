package ai.altertable.engine.lexer;

import org.jspecify.annotations.Nullable;

/// Cuts SQL text into tokens by the rules of DuckDB's own lexer (PostgreSQL's, `scan.l`, and
/// DuckDB's treatment of Unicode spaces): nested block comments, escape strings, strings that go on
/// in the next line, dollar quotes, identifiers with `$` and any character beyond ASCII, numbers
/// that end where a word begins.
///
/// It never fails: what is not finished at the end of the text (a string, a quoted identifier, a
/// comment) ends there, and the engine's parser refuses it later. It keeps nothing of what it has
/// given out, as a text may have millions of tokens. Used once, by one thread.
public final class Lexer {
  private final String sql;
  private int at;
  private @Nullable Token found;

  /// @param sql the tokens' positions are in this text
  public Lexer(String sql) {
    this.sql = UnicodeSpaces.replaced(sql);
  }

  /// The next token; null at the end.
  public @Nullable Token next() {
    found = null;
    while (found == null && at < sql.length()) {
      step();
    }
    return found;
  }

  private void step() {
    char c = sql.charAt(at);
    if (isSpace(c)) {
      at++;
    } else if (c == '-' && peek(1) == '-') {
      at = endOfLine(at);
    } else if (c == '/' && peek(1) == '*') {
      skipBlockComment();
    } else if (c == '\'') {
      take(Token.Kind.STRING, endOfString(at + 1, false));
    } else if (c == '"') {
      take(Token.Kind.QUOTED_IDENTIFIER, endOfQuoted(at + 1, '"', false));
    } else if (c == '$') {
      dollar();
    } else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
      take(Token.Kind.NUMBER, endOfNumber());
    } else if (isWordStart(c)) {
      word();
    } else if (c == '?') {
      take(Token.Kind.PARAMETER, endOfDigits(at + 1));
    } else {
      take(c == ';' ? Token.Kind.SEMICOLON : Token.Kind.SYMBOL, at + 1);
    }
  }

  private void take(Token.Kind kind, int end) {
    found = new Token(kind, sql, at, end);
    at = end;
  }

  /// A word, unless it is the one letter that makes something else of the quotes that follow:
  /// `e'…'`, `x'…'`, `u&"…"`.
  private void word() {
    char c = Character.toLowerCase(sql.charAt(at));
    char next = peek(1);
    if (next == '\'' && c == 'e') {
      take(Token.Kind.STRING, endOfString(at + 2, true));
    } else if (next == '\'' && (c == 'x' || c == 'b')) {
      take(Token.Kind.BYTES, endOfBytes(at + 2));
    } else if (next == '\'' && c == 'n') {
      take(Token.Kind.WORD, at + 1);
    } else if (c == 'u' && next == '&' && (peek(2) == '\'' || peek(2) == '"')) {
      take(Token.Kind.UNICODE_ESCAPED, endOfUnicodeEscaped(at + 3, peek(2)));
    } else {
      take(Token.Kind.WORD, endOfWord(at + 1));
    }
  }

  private void dollar() {
    int close = endOfTag(at + 1);
    if (close >= 0) {
      String tag = sql.substring(at, close + 1);
      int end = sql.indexOf(tag, close + 1);
      take(Token.Kind.STRING, end < 0 ? sql.length() : end + tag.length());
    } else if (isDigit(peek(1))) {
      take(Token.Kind.PARAMETER, endOfDigits(at + 1));
    } else if (isWordStart(peek(1))) {
      take(Token.Kind.PARAMETER, endOfWord(at + 1));
    } else {
      take(Token.Kind.SYMBOL, at + 1);
    }
  }

  /// The position of the `$` that ends an opening dollar-quote tag, or -1 when there is no tag.
  private int endOfTag(int from) {
    int i = from;
    if (i < sql.length() && sql.charAt(i) != '$' && !isWordStart(sql.charAt(i))) {
      return -1;
    }
    while (i < sql.length() && sql.charAt(i) != '$') {
      if (!isWordPart(sql.charAt(i))) {
        return -1;
      }
      i++;
    }
    return i < sql.length() ? i : -1;
  }

  /// A string goes on when nothing but spaces with a line's end, and line comments, stand between
  /// its closing quote and another one.
  private int endOfString(int from, boolean backslashes) {
    int end = endOfQuoted(from, '\'', backslashes);
    for (int again = continuation(end); again >= 0; again = continuation(end)) {
      end = endOfQuoted(again + 1, '\'', backslashes);
    }
    return end;
  }

  private int endOfUnicodeEscaped(int from, char quote) {
    return quote == '\'' ? endOfString(from, false) : endOfQuoted(from, quote, false);
  }

  /// As [#endOfString], where two quotes do not stand for one.
  private int endOfBytes(int from) {
    int end = afterQuote(from);
    for (int again = continuation(end); again >= 0; again = continuation(end)) {
      end = afterQuote(again + 1);
    }
    return end;
  }

  private int afterQuote(int from) {
    int quote = sql.indexOf('\'', from);
    return quote < 0 ? sql.length() : quote + 1;
  }

  /// Where the quote stands that continues a string, or -1.
  private int continuation(int from) {
    boolean newline = false;
    int i = from;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (c == '\n' || c == '\r') {
        newline = true;
        i++;
      } else if (isSpace(c)) {
        i++;
      } else if (c == '-' && i + 1 < sql.length() && sql.charAt(i + 1) == '-') {
        i = endOfLine(i);
      } else {
        return newline && c == '\'' ? i : -1;
      }
    }
    return -1;
  }

  private int endOfQuoted(int from, char quote, boolean backslashes) {
    int i = from;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (c == '\\' && backslashes) {
        i += 2;
      } else if (c != quote) {
        i++;
      } else if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
        i += 2;
      } else {
        return i + 1;
      }
    }
    return sql.length();
  }

  /// Digits with single underscores between them, a point, an exponent: a letter that begins none
  /// of these is the next word's, as in `1FROM`.
  private int endOfNumber() {
    int i = endOfDigits(at);
    if (i < sql.length() && sql.charAt(i) == '.' && !isRangeOf(i)) {
      i = isDigitAt(i + 1) ? endOfDigits(i + 1) : i + 1;
    }
    if (i < sql.length() && (sql.charAt(i) == 'e' || sql.charAt(i) == 'E')) {
      int digits = i + 1 < sql.length() && isSign(sql.charAt(i + 1)) ? i + 2 : i + 1;
      return isDigitAt(digits) ? endOfDigits(digits) : i;
    }
    return i;
  }

  /// Whether the point at an index is the first of the two in `1..10`.
  private boolean isRangeOf(int point) {
    return point > at && point + 1 < sql.length() && sql.charAt(point + 1) == '.';
  }

  private int endOfDigits(int from) {
    int i = from;
    while (isDigitAt(i)
        || (i > from && i < sql.length() && sql.charAt(i) == '_' && isDigitAt(i + 1))) {
      i++;
    }
    return i;
  }

  private boolean isDigitAt(int index) {
    return index < sql.length() && isDigit(sql.charAt(index));
  }

  private int endOfWord(int from) {
    int i = from;
    while (i < sql.length() && (isWordPart(sql.charAt(i)) || sql.charAt(i) == '$')) {
      i++;
    }
    return i;
  }

  private int endOfLine(int from) {
    int i = from;
    while (i < sql.length() && sql.charAt(i) != '\n' && sql.charAt(i) != '\r') {
      i++;
    }
    return i;
  }

  private void skipBlockComment() {
    int depth = 0;
    do {
      if (sql.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (sql.startsWith("*/", at)) {
        depth--;
        at += 2;
      } else {
        at++;
      }
    } while (depth > 0 && at < sql.length());
    at = Math.min(at, sql.length());
  }

  private char peek(int distance) {
    return at + distance < sql.length() ? sql.charAt(at + distance) : '\0';
  }

  private static boolean isSign(char c) {
    return c == '+' || c == '-';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWordStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
  }

  private static boolean isWordPart(char c) {
    return isWordStart(c) || isDigit(c);
  }

  private static boolean isSpace(char c) {
    return switch (c) {
      case ' ', '\t', '\n', '\r', '\f' -> true;
      default -> false;
    };
  }
}
