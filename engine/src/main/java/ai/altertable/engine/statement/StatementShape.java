package ai.altertable.engine.statement;

import ai.altertable.engine.guard.Guard;
import ai.altertable.engine.lexer.Lexer;
import ai.altertable.engine.lexer.Token;
import ai.altertable.foundation.session.StatementKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What a statement's tokens tell of what it touches. It errs on the side of more: a catalog that
/// is mentioned counts as touched.
public final class StatementShape {
  /// A transaction-control statement's effect.
  public enum TransactionControl {
    NONE,
    BEGIN,
    COMMIT,
    ROLLBACK
  }

  private static final Set<String> WRITING_VERBS =
      Set.of(
          "insert",
          "update",
          "delete",
          "merge",
          "create",
          "alter",
          "drop",
          "comment",
          "copy",
          "truncate",
          "call",
          "execute");

  /// Words that a query would need, or a statement that answers with rows.
  private static final Set<String> QUERY_WORDS =
      Set.of("select", "from", "table", "with", "pivot", "unpivot", "returning");

  private static final int GIVEN_ROWS_CHARS_MAX = 64 << 10;

  private static final int HEAD_TOKENS = 24;

  /// So many different names are kept; of a statement with more, every name counts as mentioned.
  private static final int NAMES_MAX = 50_000;

  private final String text;
  private final List<Token> head = new ArrayList<>(HEAD_TOKENS);
  private final Set<String> words = new HashSet<>();
  private final Set<String> quoted = new HashSet<>();
  private final Optional<TableFromQuery> tableFromQuery;
  private boolean maintains;
  private boolean parenthesis;

  private StatementShape(String text) {
    this.text = text;
    TableFromQuery.Finder finder = new TableFromQuery.Finder();
    Lexer lexer = new Lexer(text);
    for (Token token = lexer.next(); token != null; token = lexer.next()) {
      accept(token);
      finder.accept(token);
    }
    this.tableFromQuery = finder.found(text);
    this.maintains |= Stream.concat(words.stream(), quoted.stream()).anyMatch(Guard::isMaintenance);
  }

  public static StatementShape of(String statement) {
    return new StatementShape(statement);
  }

  private void accept(Token token) {
    if (head.size() < HEAD_TOKENS) {
      head.add(token);
    }
    parenthesis |= token.isSymbol('(');
    if (token.isIdentifier()) {
      name(token);
    }
  }

  private void name(Token token) {
    String name = token.identifier();
    if (hasManyNames()) {
      // Not kept, so looked at now.
      maintains |= Guard.isMaintenance(name);
    } else {
      (token.kind() == Token.Kind.WORD ? words : quoted).add(name);
    }
  }

  private boolean hasManyNames() {
    return words.size() + quoted.size() >= NAMES_MAX;
  }

  public String text() {
    return text;
  }

  /// The first word, in lower case; empty when the statement begins otherwise.
  String verb() {
    return word(0);
  }

  /// The first word of the statement that an EXPLAIN or a PREPARE carries, in lower case; empty
  /// when it carries none.
  String carriedVerb() {
    return switch (verb()) {
      case "explain" -> word(afterGroup(word(1).equals("analyze") ? 2 : 1));
      case "prepare" -> word(afterGroup(2) + 1);
      default -> "";
    };
  }

  /// The index after a group in parentheses, if one stands there.
  private int afterGroup(int index) {
    if (!isSymbol(index, '(')) {
      return index;
    }
    int end = index;
    while (end < head.size() && !isSymbol(end, ')')) {
      end++;
    }
    return end + 1;
  }

  /// Whether a word stands anywhere in the statement without quotes.
  ///
  /// @param word in lower case
  boolean says(String word) {
    return words.contains(word) || hasManyNames();
  }

  /// Whether the statement changes a catalog by a maintenance function.
  public boolean maintains() {
    return maintains;
  }

  /// Whether a name stands anywhere in the statement as an identifier.
  public boolean mentions(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return words.contains(lower) || quoted.contains(lower) || hasManyNames();
  }

  public TransactionControl transactionControl() {
    return switch (verb()) {
      case "begin", "start" -> TransactionControl.BEGIN;
      case "commit", "end" -> TransactionControl.COMMIT;
      case "rollback", "abort" -> TransactionControl.ROLLBACK;
      default -> TransactionControl.NONE;
    };
  }

  /// What the statement does, where its words say so for sure: then there is no need to bind it
  /// before its transaction has begun.
  public Optional<StatementKind> plainKind() {
    return switch (verb()) {
      case "insert" -> Optional.of(StatementKind.INSERT);
      case "update" -> Optional.of(StatementKind.UPDATE);
      case "delete" -> Optional.of(StatementKind.DELETE);
      case "merge" -> Optional.of(StatementKind.MERGE);
      // DuckDB makes several statements of some PIVOTs.
      case "select", "from", "values" ->
          says("pivot") || says("unpivot") || says("pivot_wider") || says("pivot_longer")
              ? Optional.empty()
              : Optional.of(StatementKind.SELECT);
      default -> Optional.empty();
    };
  }

  /// Whether the statement inserts rows that it spells out, so that it is small and reads nothing.
  public boolean insertsGivenRows() {
    return verb().equals("insert")
        && text.length() <= GIVEN_ROWS_CHARS_MAX
        && says("values")
        && QUERY_WORDS.stream().noneMatch(this::says);
  }

  /// The catalog that a `CREATE SCHEMA catalog.schema` names.
  public Optional<String> catalogOfNewSchema() {
    if (!verb().equals("create")) {
      return Optional.empty();
    }
    int at = word(1).equals("or") ? 3 : 1;
    if (!word(at).equals("schema")) {
      return Optional.empty();
    }
    at += word(at + 1).equals("if") ? 4 : 1;
    return isSymbol(at + 1, '.') && head.get(at).isIdentifier()
        ? Optional.of(head.get(at).identifier())
        : Optional.empty();
  }

  /// The parts of a `CREATE TABLE … AS`.
  public Optional<TableFromQuery> tableFromQuery() {
    return tableFromQuery;
  }

  /// Whether binding the statement asks a catalog for anything: a relation, or a function.
  public boolean looksIntoCatalog() {
    return parenthesis || says("from");
  }

  /// Whether the statement may change a catalog, given what the engine says that it is.
  public boolean mayWrite(StatementKind kind) {
    return switch (kind) {
      case SELECT -> maintains();
      case EXPLAIN -> mentions("analyze") && saysWrite();
      case CREATE -> !isTemporary();
      case INSERT, UPDATE, DELETE, MERGE, ALTER, DROP, COPY, CALL, EXECUTE, OTHER -> true;
      // A PIVOT without IN, which only reads, unless it feeds a write.
      case MULTIPLE -> saysWrite() || verb().equals("import");
      case PRAGMA -> maintains();
      case TRANSACTION, SET, PREPARE, ATTACH, DETACH, EXPORT, VACUUM, ANALYZE, LOAD -> false;
    };
  }

  /// Whether what the statement leaves behind belongs to the session alone, so that the session
  /// must be kept for it.
  public boolean leavesSessionState(StatementKind kind) {
    return switch (kind) {
      case SET, PREPARE, ATTACH, DETACH, PRAGMA, LOAD, OTHER -> true;
      case CREATE -> isTemporary();
      case SELECT, INSERT, UPDATE, DELETE, MERGE, ALTER, DROP, COPY, EXPORT -> false;
      case CALL, EXPLAIN, EXECUTE, VACUUM, ANALYZE, MULTIPLE, TRANSACTION -> false;
    };
  }

  private boolean isTemporary() {
    int i = 1;
    if (word(i).equals("or") && word(i + 1).equals("replace")) {
      i += 2;
    }
    return switch (word(i)) {
      case "temp", "temporary", "local" -> true;
      case "table", "view", "macro", "function" ->
          word(i + 1).equals("temp") && isSymbol(i + 2, '.');
      default -> false;
    };
  }

  private boolean saysWrite() {
    return WRITING_VERBS.stream().anyMatch(this::says);
  }

  private boolean isSymbol(int index, char symbol) {
    return index < head.size() && head.get(index).isSymbol(symbol);
  }

  /// The word at an index, in lower case; empty when something else stands there.
  private String word(int index) {
    if (index >= head.size() || head.get(index).kind() != Token.Kind.WORD) {
      return "";
    }
    return head.get(index).identifier();
  }
}
