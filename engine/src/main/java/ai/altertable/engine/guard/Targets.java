package ai.altertable.engine.guard;

import ai.altertable.engine.lexer.Token;
import java.util.List;
import java.util.Set;

/// Refuses statements by what stands behind their verb: what is created or dropped, which setting
/// is changed, what is attached.
final class Targets {
  /// Words between CREATE and what is created.
  private static final Set<String> MODIFIERS =
      Set.of(
          "or",
          "replace",
          "temp",
          "temporary",
          "local",
          "global",
          "persistent",
          "unlogged",
          "recursive",
          "materialized",
          "unique");

  /// What may be created, altered and dropped.
  private static final Set<String> OBJECTS =
      Set.of("table", "view", "macro", "function", "schema", "type", "sequence", "index");

  /// Words between SET and the setting, and the words of a setting that is more than one.
  private static final Set<String> SCOPES = Set.of("session", "local", "global");

  private static final String MEMORY = ":memory:";

  private final Classification classification;
  private final HiddenNames hidden;

  Targets(Classification classification, HiddenNames hidden) {
    this.classification = classification;
    this.hidden = hidden;
  }

  /// @param verb in lower case
  /// @param tokens the first ones behind it
  void require(String verb, List<Token> tokens) {
    switch (verb) {
      case "create", "alter", "drop" -> object(verb, tokens);
      case "set", "reset" -> setting(tokens);
      case "pragma" -> pragma(tokens);
      case "use" -> names(tokens, ".");
      case "attach" -> attach(tokens);
      case "detach" -> detach(tokens);
      default -> {}
    }
  }

  private void object(String verb, List<Token> tokens) {
    int at = 0;
    while (at < tokens.size() && isWordOf(tokens.get(at), MODIFIERS)) {
      at++;
    }
    if (at == tokens.size() || tokens.get(at).kind() != Token.Kind.WORD) {
      return;
    }
    Token kind = tokens.get(at);
    if (verb.equals("create") && kind.isWord("database")) {
      throw new Refusal.Found(
          Refusal.denied(
              Rule.ENGINE,
              "databases are made by the server, when it is started with --database NAME; in those that"
                  + " there are, CREATE SCHEMA makes room for tables"));
    }
    if (!isWordOf(kind, OBJECTS)) {
      Rule rule = kind.isWord("secret") ? Rule.SECRET : Rule.ENGINE;
      throw new Refusal.Found(
          rule.refuses(Subject.STATEMENT.named(verb + " " + kind.identifier())));
    }
    boolean main =
        tokens.stream()
            .anyMatch(token -> token.isIdentifier() && token.identifier().equals("main"));
    if (verb.equals("drop") && kind.isWord("schema") && main) {
      throw new Refusal.Found(
          Refusal.unsupported("the schema main cannot be dropped: every catalog has it"));
    }
  }

  private void setting(List<Token> tokens) {
    int at = 0;
    if (tokens.size() > 1 && isWordOf(tokens.getFirst(), SCOPES) && tokens.get(1).isIdentifier()) {
      at = tokens.get(1).isWord("to") ? 0 : 1;
    }
    if (at >= tokens.size()
        || !tokens.get(at).isIdentifier()
        || tokens.get(at).isWord("variable")) {
      return;
    }
    change(tokens.get(at).identifier(), tokens.subList(at + 1, tokens.size()));
  }

  /// @param value the tokens behind the setting's name
  private void change(String name, List<Token> value) {
    Ruling ruling = classification.of(Subject.SETTING, name).orElse(null);
    if (ruling == null) {
      return;
    }
    switch (ruling.decision()) {
      case ALLOW -> {}
      case NAME -> names(value, "=.,");
      case OWNER, READ, QUERY, TABLE, VALUE, SETTING, REFUSE ->
          throw new Refusal.Found(ruling.rule().refuses(Subject.SETTING.named(name)));
    }
  }

  private void pragma(List<Token> tokens) {
    if (tokens.isEmpty() || !tokens.getFirst().isIdentifier()) {
      return;
    }
    String name = tokens.getFirst().identifier();
    List<Token> value = tokens.subList(1, tokens.size());
    Ruling ruling = classification.of(Subject.PRAGMA, name).orElse(null);
    if (ruling == null) {
      change(name, value);
    } else if (ruling.refuses()) {
      throw new Refusal.Found(ruling.rule().refuses(Subject.PRAGMA.named(name)));
    } else {
      names(value, "=.,()");
    }
  }

  /// Names alone, in quotes of any sort or none.
  ///
  /// @param symbols that may stand between them
  private void names(List<Token> tokens, String symbols) {
    for (Token token : tokens) {
      switch (token.kind()) {
        case WORD, QUOTED_IDENTIFIER -> {}
        case STRING -> Relations.requireNoFile(hidden.requirePlain(token), true);
        case SYMBOL -> {
          if (symbols.indexOf(token.sql().charAt(token.start())) < 0) {
            throw computed();
          }
        }
        case BYTES, UNICODE_ESCAPED, NUMBER, PARAMETER, SEMICOLON -> throw computed();
      }
    }
  }

  private static Refusal.Found computed() {
    return new Refusal.Found(
        Refusal.denied(Rule.CODE, "names are to be written plainly here, not computed"));
  }

  /// `ATTACH [DATABASE] [IF NOT EXISTS] ':memory:' AS name`, and nothing else.
  private void attach(List<Token> tokens) {
    int at = skip(tokens, "database", "if", "not", "exists");
    boolean scratch =
        tokens.size() == at + 3
            && tokens.get(at).kind() == Token.Kind.STRING
            && tokens.get(at).plainString().filter(MEMORY::equals).isPresent()
            && tokens.get(at + 1).isWord("as")
            && tokens.get(at + 2).isIdentifier();
    if (!scratch) {
      throw new Refusal.Found(
          Rule.FILE.refuses("ATTACH of anything but ':memory:' AS a name, without options,"));
    }
  }

  /// Which catalogs are the server's, its session knows.
  private void detach(List<Token> tokens) {
    int at = skip(tokens, "database", "if", "exists");
    if (tokens.size() > at
        && (tokens.get(at).identifier().equals("system")
            || tokens.get(at).identifier().equals("temp"))) {
      throw new Refusal.Found(Rule.ENGINE.refuses("DETACH " + tokens.get(at).identifier()));
    }
  }

  private static int skip(List<Token> tokens, String... words) {
    int at = 0;
    for (String word : words) {
      if (at < tokens.size() && tokens.get(at).isWord(word)) {
        at++;
      }
    }
    return at;
  }

  private static boolean isWordOf(Token token, Set<String> words) {
    return token.kind() == Token.Kind.WORD && words.contains(token.identifier());
  }
}
