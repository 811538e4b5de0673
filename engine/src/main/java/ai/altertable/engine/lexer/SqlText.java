package ai.altertable.engine.lexer;

/// Puts names and values into SQL that we write ourselves.
public final class SqlText {
  private SqlText() {}

  public static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  public static String literal(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}
