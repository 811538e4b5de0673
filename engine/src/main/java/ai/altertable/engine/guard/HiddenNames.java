package ai.altertable.engine.guard;

import ai.altertable.engine.lexer.Token;
import java.util.Locale;

/// Refuses identifiers that nobody may write, wherever they stand and however they are quoted: the
/// server's own catalogs, and internal views that show too much.
final class HiddenNames implements Check {
  /// As DuckLake calls the catalog that a catalog's metadata is in.
  private static final String METADATA = "__ducklake_metadata_";

  /// The instance's own database.
  private static final String OWN = "__altertable";

  /// No hidden name is shorter.
  private static final int LENGTH_MIN = 8;

  private final Classification classification;

  HiddenNames(Classification classification) {
    this.classification = classification;
  }

  @Override
  public void accept(Token token) {
    switch (token.kind()) {
      case UNICODE_ESCAPED ->
          throw new Refusal.Found(
              Refusal.denied(
                  Rule.CODE, "names and strings with Unicode escapes (U&) are not supported"));
      case WORD, QUOTED_IDENTIFIER -> {
        if (token.hidesSpace()) {
          throw new Refusal.Found(
              Refusal.denied(
                  Rule.CODE,
                  "a word has a Unicode space in it; write plain spaces outside quotes"));
        }
        if (token.end() - token.start() >= LENGTH_MIN) {
          require(token.identifier());
        }
      }
      case STRING, BYTES, NUMBER, PARAMETER, SEMICOLON, SYMBOL -> {}
    }
  }

  @Override
  public void end() {}

  private void require(String name) {
    if (name.startsWith(METADATA) || name.equals(OWN)) {
      throw new Refusal.Found(Rule.METADATA.refuses("the catalog " + name));
    }
    classification.requireAllowed(Subject.VIEW, name);
  }

  /// The same for a name, or several, in a string.
  void requireText(String names) {
    String lower = names.toLowerCase(Locale.ROOT);
    if (lower.contains(METADATA) || lower.contains(OWN)) {
      throw new Refusal.Found(Rule.METADATA.refuses("a catalog of the server's"));
    }
    for (String part : lower.split("[.,\"\\s]+", -1)) {
      require(part);
    }
  }

  /// The value of a string that names something.
  String requirePlain(Token string) {
    String name =
        string
            .plainString()
            .orElseThrow(() ->
                new Refusal.Found(
                    Refusal.denied(
                        Rule.CODE,
                        "a string that names something is to be written plainly, in one piece and"
                            + " without escapes")));
    requireText(name);
    return name;
  }
}
