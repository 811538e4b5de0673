package ai.altertable.engine.statement;

import ai.altertable.engine.lexer.Token;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A `CREATE TABLE … AS query`, taken apart.
///
/// @param head up to and with `AS`
/// @param query whose rows the table gets
/// @param tail `WITH [NO] DATA`, or empty
public record TableFromQuery(String head, String query, String tail) {
  /// Finds the parts while the statement's tokens pass.
  static final class Finder {
    private boolean creates;
    private boolean table;
    private int depth;
    private @Nullable Token as;
    private @Nullable Token first;
    private @Nullable Token beforeLast3;
    private @Nullable Token beforeLast2;
    private @Nullable Token beforeLast;
    private @Nullable Token last;

    void accept(Token token) {
      if (last == null) {
        creates = token.isWord("create");
      }
      beforeLast3 = beforeLast2;
      beforeLast2 = beforeLast;
      beforeLast = last;
      last = token;
      if (creates && as == null) {
        look(token);
      } else if (first == null) {
        first = token;
      }
    }

    private void look(Token token) {
      if (token.isSymbol('(')) {
        depth++;
      } else if (token.isSymbol(')')) {
        depth--;
      } else if (token.isWord("table")) {
        table = true;
      } else if (depth == 0 && token.isWord("as")) {
        as = token;
        creates = table;
      }
    }

    /// Empty for every other statement.
    Optional<TableFromQuery> found(String text) {
      Token query = first;
      Token end = end();
      if (!creates || as == null || query == null || end == null || end.end() <= query.start()) {
        return Optional.empty();
      }
      return Optional.of(
          new TableFromQuery(
              text.substring(0, as.end()),
              text.substring(query.start(), end.end()),
              text.substring(end.end())));
    }

    /// The query's last token.
    private @Nullable Token end() {
      if (last == null || !last.isWord("data") || beforeLast == null) {
        return last;
      }
      if (beforeLast.isWord("with")) {
        return beforeLast2;
      }
      boolean without =
          beforeLast.isWord("no") && beforeLast2 != null && beforeLast2.isWord("with");
      return without ? beforeLast3 : last;
    }
  }
}
