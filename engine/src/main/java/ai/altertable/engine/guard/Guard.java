package ai.altertable.engine.guard;

import ai.altertable.engine.EngineThreads;
import ai.altertable.engine.lexer.Lexer;
import ai.altertable.engine.lexer.Statements;
import ai.altertable.engine.lexer.Token;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.Statement;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Keeps principals to the catalogs that are attached for them: looks at every text before the
/// engine sees any of it, and refuses what reaches files, servers, secrets, the engine or what the
/// server keeps of its own (docs/adr/0007).
///
/// It closes on what it does not know: functions and settings of the engine that nobody has
/// classified, statements of kinds that are not listed, names that are computed. Safe for use by
/// several threads.
public final class Guard {
  /// Verdicts are kept of texts up to this length, of so many characters in all.
  private static final int KEPT_CHARS_MAX = 16 << 10;

  private static final long KEPT_CHARS_ALL = 4 << 20;

  /// Of longer ones, the last so many that somebody still holds.
  private static final int LONG_TEXTS_MAX = 256;

  /// Statements within statements within …
  private static final int NESTING_MAX = 8;

  /// With these a query in a string begins.
  private static final Set<String> QUERIES =
      Set.of("select", "from", "with", "values", "table", "describe", "summarize", "show");

  private final Classification classification;
  private final Cache<String, Optional<Refusal>> verdicts =
      Caffeine.newBuilder()
          .maximumWeight(KEPT_CHARS_ALL)
          .weigher((String text, Optional<Refusal> _) -> text.length() + 64)
          .executor(Runnable::run)
          .build();

  /// By the text's identity: it is cut out once, guarded, and then prepared.
  private final Cache<String, Optional<Refusal>> longVerdicts =
      Caffeine.newBuilder().weakKeys().maximumSize(LONG_TEXTS_MAX).executor(Runnable::run).build();

  private final Function<String, Optional<Refusal>> second;

  private Guard(Classification classification, Function<String, Optional<Refusal>> second) {
    this.classification = classification;
    this.second = second;
  }

  /// @param engine what it is to guard
  /// @param threads on which `parser` gives its opinion of queries
  public static Guard of(EngineNames engine, EngineThreads threads, QueryParser parser) {
    Classification classification = Classification.BUNDLED.closedFor(engine);
    SecondOpinion second = new SecondOpinion(parser, classification);
    return new Guard(classification, text -> threads.call(() -> second.of(text)));
  }

  /// By the rules over tokens alone.
  static Guard of(EngineNames engine) {
    return new Guard(Classification.BUNDLED.closedFor(engine), _ -> Optional.empty());
  }

  /// Whether calling a function changes a catalog, beside its tables' rows: for those who may write
  /// to it.
  ///
  /// @param function in lower case
  public static boolean isMaintenance(String function) {
    return Classification.BUNDLED.isOwners(function);
  }

  /// Cuts a text into its statements, all of which may run.
  ///
  /// @throws PlatformException as [#require], or STATEMENT_TOO_LARGE
  public List<Statement> split(String sql) {
    List<Statement> statements = Statements.split(sql);
    statements.forEach(statement -> require(statement.text()));
    return statements;
  }

  /// Looks at one statement.
  ///
  /// @throws PlatformException PERMISSION_DENIED or FEATURE_NOT_SUPPORTED when a text is refused,
  ///   SYNTAX_ERROR when it is more than one statement
  public void require(String text) {
    verdict(text)
        .map(Refusal::exception)
        .ifPresent(refusal -> {
          throw refusal;
        });
  }

  /// Why a text is refused; empty when it may run.
  Optional<Refusal> verdict(String text) {
    return text.length() <= KEPT_CHARS_MAX ? verdict(text, verdicts) : verdict(text, longVerdicts);
  }

  private Optional<Refusal> verdict(String text, Cache<String, Optional<Refusal>> kept) {
    Optional<Refusal> known = kept.getIfPresent(text);
    if (known == null) {
      known = look(text);
      kept.put(text, known);
    }
    return known;
  }

  private Optional<Refusal> look(String text) {
    try {
      requireUnicode(text);
      Placeholders.requireNone(text);
      return read(text, 0) ? Optional.empty() : second.apply(text);
    } catch (Refusal.Found found) {
      return Optional.of(found.refusal());
    }
  }

  /// Half a surrogate pair would be another character by the time that the engine sees it.
  private static void requireUnicode(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSurrogatePair(
            text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : ' ')) {
          throw new Refusal.Found(
              new Refusal(
                  ErrorCode.SYNTAX_ERROR,
                  "unicode",
                  "the statement is no valid Unicode at character " + (i + 1)));
        }
        i++;
      }
    }
  }

  /// @return whether the rules over tokens need no second opinion: all relations that are read are
  ///   single words
  private boolean read(String text, int nesting) {
    int statements = 0;
    boolean begun = false;
    boolean plain = true;
    Checks checks = checks(nesting);
    Lexer lexer = new Lexer(text);
    for (Token token = lexer.next(); token != null; token = lexer.next()) {
      if (token.kind() == Token.Kind.SEMICOLON) {
        plain &= checks.end();
        checks = checks(nesting);
        begun = false;
      } else {
        statements += begun ? 0 : 1;
        begun = true;
        checks.accept(token);
      }
    }
    plain &= checks.end();
    requireOne(statements);
    return plain;
  }

  /// What several statements of one text would do together nobody has looked at: the session goes
  /// by the first one's words.
  private static void requireOne(int statements) {
    if (statements > 1) {
      throw new Refusal.Found(
          new Refusal(
              ErrorCode.SYNTAX_ERROR,
              "several",
              "one statement is prepared at a time; this text has " + statements));
    }
  }

  private Checks checks(int nesting) {
    HiddenNames hidden = new HiddenNames(classification);
    return new Checks(
        hidden,
        new Verbs(classification, hidden),
        new Calls(classification, hidden, nesting == 0, query -> readQuery(query, nesting + 1)),
        new Relations(classification, hidden));
  }

  /// Those of one statement.
  private record Checks(HiddenNames hidden, Verbs verbs, Calls calls, Relations relations) {
    void accept(Token token) {
      hidden.accept(token);
      verbs.accept(token);
      calls.accept(token);
      relations.accept(token);
    }

    boolean end() {
      verbs.end();
      relations.end();
      return relations.isPlain();
    }
  }

  /// A query in a string is a query and nothing else.
  private void readQuery(String query, int nesting) {
    Token first = new Lexer(query).next();
    boolean begins =
        first != null
            && (first.isSymbol('(')
                || (first.kind() == Token.Kind.WORD && QUERIES.contains(first.identifier())));
    if (!begins || nesting > NESTING_MAX) {
      throw new Refusal.Found(
          Refusal.denied(Rule.CODE, "the function query takes a query, and few within another"));
    }
    if (!read(query, nesting)) {
      second
          .apply(query)
          .ifPresent(refusal -> {
            throw new Refusal.Found(refusal);
          });
    }
  }
}
