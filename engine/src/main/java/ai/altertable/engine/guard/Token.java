package ai.altertable.engine.guard;

import java.util.Locale;

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
    /// A string constant of any form: `'…'`, `E'…'`, `X'…'`, `$tag$…$tag$`.
    STRING,
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

  boolean isWord(String keyword) {
    return kind == Kind.WORD
        && end - start == keyword.length()
        && sql.regionMatches(true, start, keyword, 0, keyword.length());
  }

  boolean isSymbol(char symbol) {
    return kind == Kind.SYMBOL && sql.charAt(start) == symbol;
  }

  boolean isIdentifier() {
    return kind == Kind.WORD || kind == Kind.QUOTED_IDENTIFIER;
  }

  /// The identifier as DuckDB compares it: without quotes, in lower case.
  String identifier() {
    String name = text();
    if (kind == Kind.QUOTED_IDENTIFIER && name.length() >= 2) {
      name = name.substring(1, name.length() - 1).replace("\"\"", "\"");
    }
    return name.toLowerCase(Locale.ROOT);
  }
}
