package ai.altertable.engine.lexer;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.Statement;
import java.util.ArrayList;
import java.util.List;

/// Cuts a text into its statements.
public final class Statements {
  private static final int STATEMENTS_MAX = 10_000;

  private Statements() {}

  /// @return the statements in order, without empty ones, each from its first to its last token
  /// @throws PlatformException STATEMENT_TOO_LARGE when there are too many of them
  public static List<Statement> split(String sql) {
    List<Statement> statements = new ArrayList<>();
    int start = -1;
    int end = -1;
    Lexer lexer = new Lexer(sql);
    for (Token token = lexer.next(); token != null; token = lexer.next()) {
      if (token.kind() != Token.Kind.SEMICOLON) {
        start = start < 0 ? token.start() : start;
        end = token.end();
      } else if (start >= 0) {
        requireRoom(statements);
        statements.add(new Statement(sql.substring(start, end), start));
        start = -1;
      }
    }
    if (start >= 0) {
      statements.add(new Statement(sql.substring(start, end), start));
    }
    return statements;
  }

  private static void requireRoom(List<Statement> statements) {
    if (statements.size() == STATEMENTS_MAX) {
      throw new PlatformException(
          ErrorCode.STATEMENT_TOO_LARGE,
          "the text has more than %d statements; send it in parts".formatted(STATEMENTS_MAX));
    }
  }
}
