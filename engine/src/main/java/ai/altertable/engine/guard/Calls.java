package ai.altertable.engine.guard;

import ai.altertable.engine.lexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Refuses calls of functions: of those that the classification refuses, and of those that take a
/// name or a query as text, unless it is written plainly and may be used itself. A name that the
/// engine does not have is a macro of the user's own, which was checked when it was made.
final class Calls implements Check {
  /// After these a name is followed by its columns or parameters.
  private static final Set<String> BEFORE_COLUMNS =
      Set.of(
          "into",
          "table",
          "view",
          "macro",
          "function",
          "with",
          "recursive",
          "references",
          "exists");

  /// The first words of statements that may maintain a catalog: its write lease is taken where they
  /// run. One that another statement or a macro carries runs where nobody sees it.
  private static final Set<String> MAINTAINING = Set.of("call", "select", "from", "with");

  private final Classification classification;
  private final HiddenNames hidden;
  private final Consumer<String> queries;
  private boolean maintains;
  private boolean begun;
  private @Nullable Token beforeName;
  private @Nullable Token last;

  /// The function whose argument is read at the moment.
  private @Nullable String reading;

  private final List<Token> argument = new ArrayList<>();

  /// @param runs whether the statement itself is run, and is not the text of a query
  /// @param queries checks the text of a query
  Calls(Classification classification, HiddenNames hidden, boolean runs, Consumer<String> queries) {
    this.classification = classification;
    this.hidden = hidden;
    this.maintains = runs;
    this.queries = queries;
  }

  @Override
  public void accept(Token token) {
    if (!begun && !token.isSymbol('(')) {
      begun = true;
      maintains &= token.kind() == Token.Kind.WORD && MAINTAINING.contains(token.identifier());
    }
    String function = reading;
    if (function != null) {
      read(function, token);
    }
    Token name = last;
    if (token.isSymbol('(') && name != null && name.isIdentifier() && !isDefinition()) {
      call(name.identifier());
    }
    if (token.isIdentifier() && (name == null || !name.isSymbol('.'))) {
      beforeName = name;
    }
    last = token;
  }

  @Override
  public void end() {}

  private boolean isDefinition() {
    Token before = beforeName;
    return before != null
        && before.kind() == Token.Kind.WORD
        && BEFORE_COLUMNS.contains(before.identifier());
  }

  private void call(String name) {
    Ruling ruling = classification.ofCall(name).orElse(null);
    if (ruling == null) {
      return;
    }
    switch (ruling.decision()) {
      case ALLOW, READ, VALUE -> {}
      case OWNER -> requireMaintenance(name);
      case REFUSE -> classification.requireCallable(name);
      case NAME, QUERY, TABLE, SETTING -> {
        reading = name;
        argument.clear();
      }
    }
  }

  private void requireMaintenance(String name) {
    if (!maintains) {
      throw new Refusal.Found(
          Refusal.denied(
              Rule.CODE,
              ("the function %s maintains a catalog, and is called by CALL or in a query; it may not"
                      + " stand in a macro, a view, or a statement that another one carries")
                  .formatted(name)));
    }
  }

  private void read(String function, Token token) {
    if (!token.isSymbol(')')) {
      argument.add(token);
      if (token.isSymbol('(')) {
        throw computed(function);
      }
      return;
    }
    reading = null;
    switch (classification.ofCall(function).orElseThrow().decision()) {
      case NAME -> relation(string(function));
      case QUERY -> queries.accept(string(function));
      case SETTING -> setting(string(function));
      case TABLE -> relations(function);
      case ALLOW, OWNER, READ, VALUE, REFUSE -> {}
    }
  }

  /// The only argument, which is a plain string.
  private String string(String function) {
    return Optional.of(argument)
        .filter(tokens -> tokens.size() == 1)
        .map(List::getFirst)
        .filter(token -> token.kind() == Token.Kind.STRING)
        .flatMap(Token::plainString)
        .orElseThrow(() -> computed(function));
  }

  private static Refusal.Found computed(String function) {
    return new Refusal.Found(
        Refusal.denied(
            Rule.CODE,
            ("the function %s takes plain strings here, in one piece and without escapes: what is"
                    + " computed cannot be checked beforehand")
                .formatted(function)));
  }

  private void relation(String name) {
    hidden.requireText(name);
    Relations.requireNoFile(name.replace("\"", ""), true);
  }

  /// A name or a list of names, and perhaps whether columns go by name.
  private void relations(String function) {
    boolean names = false;
    for (Token token : argument) {
      switch (token.kind()) {
        case STRING -> {
          relation(token.plainString().orElseThrow(() -> computed(function)));
          names = true;
        }
        case SYMBOL -> {
          if (!token.isSymbol('[') && !token.isSymbol(']') && !token.isSymbol(',')) {
            throw computed(function);
          }
        }
        case WORD -> {
          if (!names || !(token.isWord("true") || token.isWord("false"))) {
            throw computed(function);
          }
        }
        case QUOTED_IDENTIFIER, BYTES, UNICODE_ESCAPED, NUMBER, PARAMETER, SEMICOLON ->
            throw computed(function);
      }
    }
    if (!names) {
      throw computed(function);
    }
  }

  private void setting(String name) {
    classification.requireAllowed(Subject.SETTING, name.toLowerCase(Locale.ROOT));
  }
}
