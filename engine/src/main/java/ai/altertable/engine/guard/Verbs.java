package ai.altertable.engine.guard;

import ai.altertable.engine.lexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Refuses statements by what they begin with, also those that another one carries: EXPLAIN,
/// PREPARE, a common table expression.
final class Verbs implements Check {
  /// What is run by itself only, for we keep count of it: a transaction that EXPLAIN ANALYZE ended
  /// would be one that nobody knows of.
  private static final Set<String> NOT_CARRIED =
      Set.of(
          "begin",
          "start",
          "commit",
          "end",
          "rollback",
          "abort",
          "set",
          "reset",
          "use",
          "pragma",
          "prepare",
          "deallocate",
          "attach",
          "detach",
          "load",
          "install",
          "checkpoint",
          "vacuum");

  /// What is looked at of a statement behind its verb.
  private static final int OBJECT_TOKENS_MAX = 24;

  private enum State {
    /// The next word is the verb.
    VERB,
    EXPLAIN,
    EXPLAIN_OPTIONS,
    PREPARE,
    PREPARE_TYPES,
    BODY
  }

  private final Classification classification;
  private final Targets targets;
  private final List<Token> object = new ArrayList<>();
  private State state = State.VERB;
  private int depth;
  private boolean carried;
  private boolean withQueries;
  private String verb = "";
  private @Nullable Token beforeLast;
  private @Nullable Token last;

  Verbs(Classification classification, HiddenNames hidden) {
    this.classification = classification;
    this.targets = new Targets(classification, hidden);
  }

  @Override
  public void accept(Token token) {
    switch (state) {
      case VERB -> beginning(token);
      case EXPLAIN -> explain(token);
      case EXPLAIN_OPTIONS -> group(token, State.EXPLAIN);
      case PREPARE -> prepare(token);
      case PREPARE_TYPES -> group(token, State.PREPARE);
      case BODY -> body(token);
    }
    beforeLast = last;
    last = token;
  }

  @Override
  public void end() {
    targets.require(verb, object);
  }

  private void beginning(Token token) {
    if (token.isSymbol('(')) {
      return;
    }
    state = State.BODY;
    if (token.kind() == Token.Kind.WORD) {
      begin(token.identifier());
    }
  }

  private void begin(String word) {
    classification.requireAllowed(Subject.STATEMENT, word);
    if (carried && NOT_CARRIED.contains(word)) {
      throw new Refusal.Found(
          Refusal.unsupported(
              "%s is run by itself only, not by EXPLAIN or PREPARE"
                  .formatted(word.toUpperCase(Locale.ROOT))));
    }
    verb = word;
    switch (word) {
      case "explain" -> state = State.EXPLAIN;
      case "prepare" -> state = State.PREPARE;
      case "with" -> withQueries = true;
      default -> {}
    }
  }

  private void explain(Token token) {
    if (token.isSymbol('(')) {
      depth = 1;
      state = State.EXPLAIN_OPTIONS;
    } else if (!token.isWord("analyze") && !token.isWord("verbose")) {
      carried = true;
      state = State.VERB;
      beginning(token);
    }
  }

  private void prepare(Token token) {
    if (token.isSymbol('(')) {
      depth = 1;
      state = State.PREPARE_TYPES;
    } else if (token.isWord("as") && last != null && !last.isWord("prepare")) {
      carried = true;
      state = State.VERB;
    }
  }

  private void group(Token token, State after) {
    depth += token.isSymbol('(') ? 1 : 0;
    depth -= token.isSymbol(')') ? 1 : 0;
    if (depth == 0) {
      state = after;
    }
  }

  private void body(Token token) {
    if (object.size() < OBJECT_TOKENS_MAX) {
      object.add(token);
    }
    if (token.kind() == Token.Kind.WORD && last != null && isInnerBeginning(last)) {
      classification
          .of(Subject.STATEMENT, token.identifier())
          .filter(ruling -> ruling.refuses() && ruling.rule() != Rule.UNCLASSIFIED)
          .ifPresent(ruling -> {
            throw new Refusal.Found(
                ruling.rule().refuses(Subject.STATEMENT.named(token.identifier())));
          });
    }
  }

  /// Whether a statement of its own may begin here: in the parentheses of a common table
  /// expression, and after them.
  private boolean isInnerBeginning(Token before) {
    if (before.isSymbol('(')) {
      return beforeLast != null && (beforeLast.isWord("as") || beforeLast.isWord("materialized"));
    }
    return withQueries && before.isSymbol(')');
  }
}
