package ai.altertable.engine.guard;

import ai.altertable.engine.lexer.Token;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Refuses names of files where a relation may stand: DuckDB reads the file when there is no table
/// of that name.
///
/// It is quick to take a place for a relation's and slow to leave a list of them, so it may look at
/// a name too many, never at one too few.
final class Relations implements Check {
  /// Words that a relation may follow.
  private static final Set<String> BEFORE_ONE =
      Set.of(
          "join",
          "call",
          "into",
          "update",
          "truncate",
          "table",
          "describe",
          "desc",
          "show",
          "summarize",
          "pivot",
          "pivot_wider",
          "pivot_longer",
          "unpivot");

  /// Reserved words that end a list of relations.
  private static final Set<String> CLAUSES =
      Set.of(
          "where",
          "group",
          "having",
          "order",
          "limit",
          "offset",
          "fetch",
          "select",
          "window",
          "qualify",
          "union",
          "intersect",
          "except",
          "returning");

  /// Words that may stand before the relation itself.
  private static final Set<String> NOISE =
      Set.of(
          "lateral",
          "only",
          "if",
          "not",
          "exists",
          "or",
          "replace",
          "temp",
          "temporary",
          "local",
          "global",
          "unlogged",
          "recursive",
          "all",
          "tables",
          "nulls",
          "include",
          "exclude");

  /// Functions whose arguments FROM may separate.
  private static final Set<String> WITH_FROM =
      Set.of("trim", "extract", "substring", "overlay", "position");

  /// What holds between two brackets.
  private static final class Frame {
    /// Whether commas separate relations.
    private boolean list;

    /// Whether they separate the rows of VALUES.
    private boolean rows;

    /// Whether FROM separates a function's arguments.
    private boolean arguments;
  }

  private final Classification classification;
  private final HiddenNames hidden;
  private final Deque<Frame> outer = new ArrayDeque<>();
  private final List<Token> name = new ArrayList<>();
  private Frame frame = new Frame();
  private boolean expecting;
  private boolean dotted;
  private @Nullable Token first;
  private @Nullable Token beforeLast2;
  private @Nullable Token beforeLast;
  private @Nullable Token last;
  private boolean makesIndex;
  private boolean plain = true;

  /// Whether rows go into the relation that is read at the moment.
  private boolean isTarget;

  /// Whether columns may follow that relation's name.
  private boolean isDefined;

  Relations(Classification classification, HiddenNames hidden) {
    this.classification = classification;
    this.hidden = hidden;
  }

  @Override
  public void accept(Token token) {
    if (first == null) {
      first = token;
    }
    if (!continuesName(token)) {
      endName(token);
      look(token);
    }
    beforeLast2 = beforeLast;
    beforeLast = last;
    last = token;
  }

  @Override
  public void end() {
    requireNoFile();
  }

  /// Whether all relations that are read are single words.
  boolean isPlain() {
    return plain;
  }

  private boolean continuesName(Token token) {
    if (name.isEmpty()) {
      return false;
    }
    if (token.isSymbol('.')) {
      dotted = true;
      return true;
    }
    boolean part = dotted && (token.isIdentifier() || token.kind() == Token.Kind.STRING);
    if (part) {
      name.add(token);
      dotted = false;
    }
    return part;
  }

  private void endName(Token next) {
    if (name.isEmpty()) {
      return;
    }
    requireNoFile();
    if (next.isSymbol('(') && name.getLast().isIdentifier() && !isDefined) {
      classification.requireRelation(name.getLast().identifier());
    }
    boolean word = name.size() == 1 && name.getFirst().kind() == Token.Kind.WORD;
    String only = word ? name.getFirst().identifier() : "";
    expecting = NOISE.contains(only) || next.isSymbol(':');
    frame.rows = only.equals("values");
    name.clear();
    dotted = false;
  }

  private void look(Token token) {
    if (token.kind() == Token.Kind.SYMBOL) {
      symbol(token.sql().charAt(token.start()));
      return;
    }
    frame.rows = false;
    boolean keyword = token.kind() == Token.Kind.WORD && keyword(token.identifier());
    if (!keyword && expecting && (token.isIdentifier() || token.kind() == Token.Kind.STRING)) {
      name.add(token);
      isTarget = last != null && last.isWord("into");
      isDefined = isTarget || isBeforeColumns(last);
    }
    expecting &= keyword;
  }

  private static boolean isBeforeColumns(@Nullable Token before) {
    return before != null
        && (before.isWord("table") || before.isWord("exists") || before.isWord("on"));
  }

  private void symbol(char symbol) {
    switch (symbol) {
      case '(', '[', '{' -> open(symbol == '(');
      case ')', ']', '}' -> close();
      case ',' -> expecting = frame.list && !(frame.rows && isLast(')'));
      // The alias stands first: `FROM alias : relation`.
      case ':' -> {}
      default -> {
        expecting = false;
        frame.rows = false;
      }
    }
  }

  private void open(boolean parenthesis) {
    boolean row = frame.rows;
    outer.push(frame);
    frame = new Frame();
    frame.list = expecting && parenthesis && !row;
    expecting = frame.list;
    frame.arguments =
        parenthesis
            && last != null
            && last.kind() == Token.Kind.WORD
            && WITH_FROM.contains(last.identifier());
  }

  private void close() {
    if (!outer.isEmpty()) {
      frame = outer.pop();
    }
    expecting = false;
  }

  private boolean isLast(char symbol) {
    return last != null && last.isSymbol(symbol);
  }

  /// Whether a word is one that decides where relations stand.
  private boolean keyword(String word) {
    if (word.equals("from")) {
      boolean relation = !frame.arguments && !isDistinctFrom();
      expecting = relation;
      frame.list |= relation;
      return true;
    }
    if (word.equals("using")) {
      expecting = first == null || !first.isWord("alter");
      frame.list |= expecting;
      return true;
    }
    if (CLAUSES.contains(word) && isClause()) {
      frame.list = false;
      expecting = false;
      return true;
    }
    makesIndex |=
        word.equals("index") && last != null && (last.isWord("create") || last.isWord("unique"));
    boolean before = BEFORE_ONE.contains(word) || (makesIndex && word.equals("on"));
    expecting |= before;
    return before;
  }

  /// Reserved words have other uses: `t.order`, `x::UNION(…)`, `WITHIN GROUP (…)`.
  private boolean isClause() {
    return last == null
        || !(last.isSymbol('.')
            || last.isSymbol(':')
            || last.isWord("as")
            || last.isWord("within"));
  }

  /// `IS [NOT] DISTINCT FROM`.
  private boolean isDistinctFrom() {
    if (last == null || !last.isWord("distinct") || beforeLast == null) {
      return false;
    }
    return beforeLast.isWord("is")
        || (beforeLast.isWord("not") && beforeLast2 != null && beforeLast2.isWord("is"));
  }

  private void requireNoFile() {
    if (name.isEmpty() || (name.size() == 1 && name.getFirst().kind() == Token.Kind.WORD)) {
      return;
    }
    plain &= isTarget;
    StringBuilder path = new StringBuilder();
    boolean quoted = false;
    for (Token part : name) {
      boolean string = part.kind() == Token.Kind.STRING;
      quoted |= part.kind() != Token.Kind.WORD;
      path.append(path.isEmpty() ? "" : ".")
          .append(string ? hidden.requirePlain(part) : part.identifier());
    }
    requireNoFile(path.toString(), quoted);
  }

  static void requireNoFile(String path, boolean quoted) {
    if (FileNames.isFile(path, quoted)) {
      throw new Refusal.Found(
          Rule.FILE.refuses("a relation that is named like a file (" + path + ")"));
    }
  }
}
