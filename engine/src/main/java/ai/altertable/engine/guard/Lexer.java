package ai.altertable.engine.guard;

import org.jspecify.annotations.Nullable;

/// Cuts SQL text into tokens by the rules of DuckDB's own lexer (PostgreSQL's, `scan.l`, and
/// DuckDB's treatment of Unicode spaces): nested block comments, escape strings, dollar quotes,
/// identifiers with `$` and any character beyond ASCII.
///
/// It never fails: what is not finished at the end of the text (a string, a quoted identifier, a
/// comment) ends there, and the engine's parser refuses it later. It keeps nothing of what it has
/// given out, as a text may have millions of tokens. Used once, by one thread.
public final class Lexer {
  private final String sql;
  private int at;
  private @Nullable Token found;

  public Lexer(String sql) {
    this.sql = sql;
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
      skipLineComment();
    } else if (c == '/' && peek(1) == '*') {
      skipBlockComment();
    } else if (c == '\'') {
      take(Token.Kind.STRING, endOfQuoted(at + 1, '\'', false));
    } else if (c == '"') {
      take(Token.Kind.QUOTED_IDENTIFIER, endOfQuoted(at + 1, '"', false));
    } else if (c == '$') {
      dollar();
    } else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
      take(Token.Kind.NUMBER, endOfNumber());
    } else if (isWordStart(c)) {
      word();
    } else {
      take(symbolKind(c), at + 1);
    }
  }

  private static Token.Kind symbolKind(char c) {
    return switch (c) {
      case ';' -> Token.Kind.SEMICOLON;
      case '?' -> Token.Kind.PARAMETER;
      default -> Token.Kind.SYMBOL;
    };
  }

  private void take(Token.Kind kind, int end) {
    found = new Token(kind, sql, at, end);
    at = end;
  }

  /// A word, unless it is the one letter that makes a string of what follows: `e'…'`, `x'…'`.
  private void word() {
    char c = Character.toLowerCase(sql.charAt(at));
    if (peek(1) == '\'' && (c == 'e' || c == 'x' || c == 'b' || c == 'n')) {
      take(Token.Kind.STRING, endOfQuoted(at + 2, '\'', c == 'e'));
      return;
    }
    if (c == 'u' && peek(1) == '&' && (peek(2) == '\'' || peek(2) == '"')) {
      boolean string = peek(2) == '\'';
      take(
          string ? Token.Kind.STRING : Token.Kind.QUOTED_IDENTIFIER,
          endOfQuoted(at + 3, peek(2), false));
      return;
    }
    take(Token.Kind.WORD, endOfWord(at + 1));
  }

  private void dollar() {
    int close = endOfTag(at + 1);
    if (close >= 0) {
      String tag = sql.substring(at, close + 1);
      int end = sql.indexOf(tag, close + 1);
      take(Token.Kind.STRING, end < 0 ? sql.length() : end + tag.length());
    } else if (isWordPart(peek(1))) {
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

  private int endOfNumber() {
    int i = at;
    while (i < sql.length() && (isWordPart(sql.charAt(i)) || sql.charAt(i) == '.')) {
      boolean exponent = sql.charAt(i) == 'e' || sql.charAt(i) == 'E';
      i++;
      if (exponent && i + 1 < sql.length() && isSign(sql.charAt(i)) && isDigit(sql.charAt(i + 1))) {
        i++;
      }
    }
    return i;
  }

  private int endOfWord(int from) {
    int i = from;
    while (i < sql.length() && (isWordPart(sql.charAt(i)) || sql.charAt(i) == '$')) {
      i++;
    }
    return i;
  }

  private void skipLineComment() {
    while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
      at++;
    }
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
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '_'
        || (c >= 0x80 && !isSpace(c));
  }

  private static boolean isWordPart(char c) {
    return isWordStart(c) || isDigit(c);
  }

  /// The spaces of `scan.l`, and those that DuckDB replaces by a space before it parses.
  private static boolean isSpace(char c) {
    return switch (c) {
      case ' ', '\t', '\n', '\r', '\f', 0x0B, 0xA0, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF -> true;
      default -> c >= 0x2000 && c <= 0x200B;
    };
  }
}
