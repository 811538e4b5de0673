package ai.altertable.engine.guard;

import java.util.List;
import java.util.Optional;

/// A `CREATE TABLE … AS query`, taken apart.
///
/// @param head up to and with `AS`
/// @param query whose rows the table gets
/// @param tail `WITH [NO] DATA`, or empty
public record TableFromQuery(String head, String query, String tail) {
  /// Empty for every other statement.
  static Optional<TableFromQuery> in(String text, List<Token> tokens) {
    int as = indexOfAs(tokens);
    if (as < 0 || as + 1 == tokens.size()) {
      return Optional.empty();
    }
    int end = tokens.size();
    if (tokens.getLast().isWord("data")) {
      end -= tokens.get(end - 2).isWord("no") ? 3 : 2;
    }
    int queryEnd = tokens.get(end - 1).end();
    return Optional.of(
        new TableFromQuery(
            text.substring(0, tokens.get(as).end()),
            text.substring(tokens.get(as + 1).start(), queryEnd),
            text.substring(queryEnd)));
  }

  private static int indexOfAs(List<Token> tokens) {
    if (tokens.isEmpty() || !tokens.getFirst().isWord("create")) {
      return -1;
    }
    boolean table = false;
    int depth = 0;
    for (int i = 1; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.isSymbol('(')) {
        depth++;
      } else if (token.isSymbol(')')) {
        depth--;
      } else if (token.isWord("as")) {
        if (depth == 0) {
          return table ? i : -1;
        }
      } else if (token.isWord("table")) {
        table = true;
      }
    }
    return -1;
  }
}
