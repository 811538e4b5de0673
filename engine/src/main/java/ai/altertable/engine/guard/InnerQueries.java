package ai.altertable.engine.guard;

import ai.altertable.engine.lexer.Lexer;
import ai.altertable.engine.lexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Cuts out of a statement what DuckDB's parser can be asked about, which serializes queries only:
/// the query that another statement carries, and queries made of the relations and expressions of
/// those that change rows (`UPDATE t SET a = b FROM u` has those of `SELECT a = b FROM t, u`).
///
/// A cut in the wrong place gives a text that cannot be parsed, and so no opinion; it never keeps a
/// statement from running.
final class InnerQueries {
  /// With these a query begins; what stands before it in an INSERT has none of them.
  private static final Set<String> BEGINNINGS =
      Set.of(
          "select",
          "from",
          "with",
          "values",
          "table",
          "pivot",
          "pivot_wider",
          "pivot_longer",
          "unpivot",
          "describe",
          "desc",
          "summarize",
          "show");

  private static final int QUERIES_MAX = 1_000;

  private final String sql;
  private final List<Token> tokens = new ArrayList<>();

  /// Of each token, how many brackets are open before it.
  private final List<Integer> depths = new ArrayList<>();

  private final List<String> queries = new ArrayList<>();

  private InnerQueries(String sql) {
    this.sql = sql;
    int depth = 0;
    Lexer lexer = new Lexer(sql);
    for (Token token = lexer.next(); token != null; token = lexer.next()) {
      if (isOneOf(token, ")]}")) {
        depth--;
      }
      tokens.add(token);
      depths.add(depth);
      if (isOneOf(token, "([{")) {
        depth++;
      }
    }
  }

  /// @param sql one statement, whose tokens are all kept
  /// @return texts of queries, which may not be well-formed
  static List<String> of(String sql) {
    InnerQueries inner = new InnerQueries(sql);
    inner.statement(0);
    return List.copyOf(inner.queries);
  }

  /// Whether a text is `INSERT INTO … VALUES …`, as far as its beginning tells.
  static boolean isInsertOfValues(String sql) {
    Lexer lexer = new Lexer(sql);
    Token token = lexer.next();
    if (token == null || !token.isWord("insert")) {
      return false;
    }
    for (token = lexer.next(); token != null; token = lexer.next()) {
      if (token.kind() == Token.Kind.WORD && BEGINNINGS.contains(token.identifier())) {
        return token.isWord("values");
      }
    }
    return false;
  }

  private void statement(int at) {
    if (at >= tokens.size()) {
      return;
    }
    Token verb = tokens.get(at);
    switch (verb.kind() == Token.Kind.WORD ? verb.identifier() : "") {
      case "explain" -> statement(afterOptions(at + 1));
      case "prepare" -> statement(next(at, word("as")) + 1);
      case "create" -> create(at);
      case "insert" -> insert(at, tokens.size());
      case "update" -> update(at, tokens.size());
      case "delete" -> delete(at);
      case "merge" -> merge(at);
      case "set" -> ask("SELECT ", next(at, symbol('=')) + 1, tokens.size(), "");
      case "call" -> ask("FROM ", at + 1, tokens.size(), "");
      case "execute" -> ask("SELECT ", at + 1, tokens.size(), "");
      default -> {
        if (isBeginning(afterBrackets(at))) {
          ask("", at, tokens.size(), "");
        } else {
          bracketed(at);
        }
      }
    }
  }

  /// The queries in brackets of whatever else.
  private void bracketed(int from) {
    for (int i = from; i < tokens.size(); i++) {
      if (tokens.get(i).isSymbol('(') && isBeginning(i + 1)) {
        int end = next(i + 1, symbol(')'));
        ask("", i + 1, end, "");
        i = end;
      }
    }
  }

  private int afterOptions(int at) {
    int i = at;
    while (i < tokens.size() && (isWord(i, "analyze") || isWord(i, "verbose"))) {
      i++;
    }
    return i < tokens.size() && tokens.get(i).isSymbol('(') && !isBeginning(i + 1)
        ? next(i + 1, symbol(')')) + 1
        : i;
  }

  /// `CREATE … AS query`, `CREATE MACRO … AS expression`, several of them with parameters each, and
  /// `CREATE TYPE … AS ENUM (query)`.
  private void create(int at) {
    boolean macro = false;
    for (int i = at; i < Math.min(tokens.size(), at + 6); i++) {
      macro |= isWord(i, "macro") || isWord(i, "function");
    }
    int as = next(at, word("as"));
    if (as == tokens.size()) {
      bracketed(at);
    }
    while (as < tokens.size()) {
      int another = macro ? next(as + 1, word("as")) : tokens.size();
      int end = another < tokens.size() ? last(as, another, symbol(',')) : another;
      int begin = as + 1;
      if (isWord(begin, "enum")) {
        ask("", begin + 1, end, "");
      } else if (!macro) {
        ask("", begin, withoutData(begin), "");
      } else if (isWord(begin, "table")) {
        ask("", begin + 1, end, "");
      } else {
        ask("SELECT (", begin, end, "\n)");
      }
      as = another;
    }
  }

  private int withoutData(int from) {
    int end = tokens.size();
    if (end - 2 > from && isWord(end - 1, "data")) {
      int with = isWord(end - 2, "no") ? end - 3 : end - 2;
      return isWord(with, "with") ? with : end;
    }
    return end;
  }

  /// `[INTO t …] query | VALUES … [ON CONFLICT …] [RETURNING …]`.
  private void insert(int at, int to) {
    int returning = next(at, to, word("returning"));
    int conflict = conflict(at, returning);
    int begin = at + 1;
    while (begin < conflict && !(isBeginning(begin) && isAsDeep(begin, at))) {
      boolean bracketed = tokens.get(begin).isSymbol('(') && isBeginning(afterBrackets(begin));
      if (bracketed && isAsDeep(begin, at)) {
        break;
      }
      begin++;
    }
    ask("", begin, conflict, "");
    ask("SELECT ", next(conflict, returning, word("set")) + 1, returning, "");
    ask("SELECT ", returning + 1, to, "");
  }

  private int conflict(int from, int to) {
    int on = next(from, to, word("on"));
    while (on < to && !isWord(on + 1, "conflict")) {
      on = next(on + 1, to, word("on"));
    }
    return on;
  }

  private int afterBrackets(int at) {
    int i = at;
    while (i < tokens.size() && tokens.get(i).isSymbol('(')) {
      i++;
    }
    return i;
  }

  private void update(int at, int to) {
    int set = next(at, to, word("set"));
    int returning = next(at, to, word("returning"));
    ask("FROM ", at + 1, set, "");
    ask("SELECT ", set + 1, returning, "");
    ask("SELECT ", returning + 1, to, "");
  }

  private void delete(int at) {
    int returning = next(at, word("returning"));
    int using = Math.min(next(at, word("using")), returning);
    int where = Math.min(next(at, word("where")), returning);
    ask("SELECT 1 ", at + 1, Math.min(using, where), "");
    ask("SELECT 1 FROM ", using + 1, returning, "");
    ask("SELECT ", where + 1, returning, "");
    ask("SELECT ", returning + 1, tokens.size(), "");
  }

  /// `INTO t USING relation ON condition | USING (columns) WHEN … THEN action …`.
  private void merge(int at) {
    int using = next(at, word("using"));
    int when = next(using, word("when"));
    ask("FROM ", at + 2, using, "");
    ask("FROM t JOIN ", using + 1, when, "");
    while (when < tokens.size()) {
      int another = next(when + 1, word("when"));
      int end = another < tokens.size() ? another : next(when, word("returning"));
      int then = next(when, end, word("then"));
      ask("SELECT ", next(when, then, word("and")) + 1, then, "");
      if (isWord(then + 1, "update")) {
        update(then + 1, end);
      } else if (isWord(then + 1, "insert")) {
        insert(then + 1, end);
      } else {
        ask("SELECT ", then + 2, end, "");
      }
      ask("SELECT ", end + 1, another < tokens.size() ? end : tokens.size(), "");
      when = another;
    }
  }

  /// @param to the first token that is not part of it
  private void ask(String before, int from, int to, String after) {
    if (from < to && to <= tokens.size()) {
      if (queries.size() == QUERIES_MAX) {
        throw new Refusal.Found(
            Refusal.tooLarge(
                "the statement has more than %,d queries in it".formatted(QUERIES_MAX)));
      }
      int start = tokens.get(from).start();
      queries.add(before + sql.substring(start, tokens.get(to - 1).end()) + after);
    }
  }

  /// The next token of a kind from an index on, outside brackets or in as many as that one; the
  /// number of tokens when there is none.
  private int next(int from, Predicate<Token> kind) {
    return next(from, tokens.size(), kind);
  }

  /// The same before another index, which is given when there is none.
  private int next(int from, int to, Predicate<Token> kind) {
    for (int i = from; i < to; i++) {
      if (depths.get(i) <= depths.get(from) && kind.test(tokens.get(i))) {
        return i;
      }
    }
    return to;
  }

  /// The last one before an index.
  private int last(int from, int to, Predicate<Token> kind) {
    for (int i = to - 1; i > from; i--) {
      if (depths.get(i) <= depths.get(from) && kind.test(tokens.get(i))) {
        return i;
      }
    }
    return to;
  }

  private boolean isAsDeep(int at, int as) {
    return depths.get(at).equals(depths.get(as));
  }

  private boolean isBeginning(int at) {
    return at < tokens.size()
        && tokens.get(at).kind() == Token.Kind.WORD
        && BEGINNINGS.contains(tokens.get(at).identifier());
  }

  private boolean isWord(int at, String word) {
    return at < tokens.size() && tokens.get(at).isWord(word);
  }

  private static Predicate<Token> word(String word) {
    return token -> token.isWord(word);
  }

  private static Predicate<Token> symbol(char symbol) {
    return token -> token.isSymbol(symbol);
  }

  private static boolean isOneOf(Token token, String symbols) {
    return token.kind() == Token.Kind.SYMBOL
        && symbols.indexOf(token.sql().charAt(token.start())) >= 0;
  }
}
