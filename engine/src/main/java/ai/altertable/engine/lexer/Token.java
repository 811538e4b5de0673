package ai.altertable.engine.lexer;

import java.util.Locale;
import java.util.Optional;

/// A piece of SQL text that means something; comments and spaces are none.
///
/// @param sql the text that it is a piece of
/// @param start of the token in its text, in characters from 0
/// @param end the first character after it
public record Token(Kind kind, String sql, int start, int end) {
  /// What a token is, by DuckDB's lexical rules.
  public enum Kind {
    /// A keyword or an identifier without quotes.
    WORD,
    /// An identifier in double quotes; the text has them too.
    QUOTED_IDENTIFIER,
    /// A string constant: `'…'`, `E'…'`, `$tag$…$tag$`, with all that continues it.
    STRING,
    /// `X'…'`, `B'…'`.
    BYTES,
    /// `U&'…'`, `U&"…"`.
    UNICODE_ESCAPED,
    NUMBER,
    /// `?`, `$1`, `$name`.
    PARAMETER,
    SEMICOLON,
    /// Any other character that is part of an operator or stands for itself.
    SYMBOL
  }

  public String text() {
    return sql.substring(start, end);
  }

  /// @param keyword in lower case
  public boolean isWord(String keyword) {
    return kind == Kind.WORD
        && end - start == keyword.length()
        && sql.regionMatches(true, start, keyword, 0, keyword.length());
  }

  /// Whether a word has a space in it: DuckDB has taken a space beyond ASCII for quoted text, or
  /// one where its search for them ends. The same words cut out of their text may mean another
  /// thing.
  public boolean hidesSpace() {
    for (int i = start; kind == Kind.WORD && i < end; i++) {
      if (UnicodeSpaces.isUnicodeSpace(sql.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  public boolean isSymbol(char symbol) {
    return kind == Kind.SYMBOL && sql.charAt(start) == symbol;
  }

  public boolean isIdentifier() {
    return kind == Kind.WORD || kind == Kind.QUOTED_IDENTIFIER;
  }

  /// The identifier as DuckDB compares it: without quotes, in lower case.
  public String identifier() {
    return (kind == Kind.QUOTED_IDENTIFIER ? unquoted(1, '"') : text()).toLowerCase(Locale.ROOT);
  }

  /// The value of a string; empty where it is not written plainly: over several lines, or with
  /// backslashes that mean something.
  public Optional<String> plainString() {
    char first = sql.charAt(start);
    if (first == '$') {
      int tag = sql.indexOf('$', start + 1) - start + 1;
      return end - start < 2 * tag
          ? Optional.empty()
          : Optional.of(sql.substring(start + tag, end - tag));
    }
    boolean escapes = first != '\'';
    String value = unquoted(escapes ? 2 : 1, '\'');
    boolean plain = isOneLiteral(escapes ? 2 : 1) && !(escapes && value.indexOf('\\') >= 0);
    return plain ? Optional.of(value) : Optional.empty();
  }

  /// Whether the first closing quote is the last one.
  private boolean isOneLiteral(int from) {
    for (int i = start + from; i < end; i++) {
      if (sql.charAt(i) == '\'') {
        if (i + 1 < end && sql.charAt(i + 1) == '\'') {
          i++;
        } else {
          return i == end - 1;
        }
      }
    }
    return false;
  }

  private String unquoted(int from, char quote) {
    int last = end - start > from && sql.charAt(end - 1) == quote ? end - 1 : end;
    String twice = "" + quote + quote;
    return sql.substring(Math.min(start + from, last), last).replace(twice, twice.substring(1));
  }
}
