package ai.altertable.engine.guard;

import ai.altertable.foundation.session.Statement;
import java.util.ArrayList;
import java.util.List;

/// Cuts a text into its statements.
public final class Statements {
  private Statements() {}

  /// @return the statements in order, without empty ones, each from its first to its last token
  public static List<Statement> split(String sql) {
    List<Statement> statements = new ArrayList<>();
    int start = -1;
    int end = -1;
    for (Token token : Lexer.tokens(sql)) {
      if (token.kind() != Token.Kind.SEMICOLON) {
        start = start < 0 ? token.start() : start;
        end = token.end();
      } else if (start >= 0) {
        statements.add(new Statement(sql.substring(start, end), start));
        start = -1;
      }
    }
    if (start >= 0) {
      statements.add(new Statement(sql.substring(start, end), start));
    }
    return statements;
  }
}
