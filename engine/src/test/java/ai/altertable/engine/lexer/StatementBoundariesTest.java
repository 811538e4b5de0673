package ai.altertable.engine.lexer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.Database;
import ai.altertable.engine.capi.DuckDbFailure;
import ai.altertable.engine.capi.TestDuckDb;
import ai.altertable.foundation.session.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The lexer ends strings, identifiers, numbers, comments and statements where DuckDB's does, for
/// random texts of the pieces that could lead it astray. What DuckDB's parser refuses tells
/// nothing.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatementBoundariesTest {
  private static final int TEXTS = Boolean.getBoolean("slow") ? 1_000_000 : 60_000;

  private static final String[] PIECES = {
    "'",
    "''",
    "'a'",
    "\"",
    "\"\"",
    "\"b\"",
    "$$",
    "$a$",
    "$",
    "$1",
    "?",
    ";",
    "; ",
    ";SELECT 1;",
    "--",
    "-- c\n",
    "/*",
    "*/",
    "/* c */",
    "/**/",
    "\n",
    "\r",
    "\t",
    "\f",
    " ",
    "\u000B",
    "e'",
    "E'\\''",
    "\\",
    "\\'",
    "x'",
    "b'",
    "n'",
    "U&'",
    "u&\"",
    "\u00a0",
    "\u2003",
    "\u200b",
    "\ufeff",
    "é",
    "_",
    "a",
    "b",
    "1",
    "1.",
    ".5",
    "1e",
    "1e5",
    "1_0",
    "..",
    ".",
    ",",
    "+",
    "-",
    "*",
    "/",
    "//",
    "|",
    "||",
    "#1",
    "`",
    "@",
    "!",
    ":",
    "::",
    "::INT",
    ":=",
    "->",
    "=>",
    "(",
    ")",
    "[1]",
    "FROM",
    "SELECT",
    "SELECT ",
    "SELECT 1 ",
    "AS ",
    "SELECT 'x",
    "SELECT $$x",
    "SELECT /* ' */ 'y",
    "🦆",
  };

  private static final Pattern OPERATOR = Pattern.compile("[^\\w\\s]{2}$");

  private final Database database = TestDuckDb.open();
  private final Connection connection = TestDuckDb.connect(database);

  @AfterAll
  void close() {
    connection.close();
    database.close();
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder("SELECT ");
    for (int i = 1 + random.nextInt(8); i > 0; i--) {
      String piece = PIECES[random.nextInt(PIECES.length)];
      // What DuckDB takes `//` for hangs on whether a comment follows.
      boolean comment = piece.startsWith("--") || piece.startsWith("/*");
      text.append(comment && OPERATOR.matcher(text).find() ? " " : "").append(piece);
    }
    return text.toString();
  }

  /// A text that DuckDB parses as it is, it also parses statement by statement as they were cut,
  /// and to the same: what it makes of their tokens when nothing but single spaces is between them.
  @Test
  void textsMeanTheSameCutIntoTheirTokens() {
    long seed = 20_261_122;
    Random random = new Random(seed);
    int parsed = 0;
    for (int round = 0; round < TEXTS; round++) {
      String text = text(random);
      List<Statement> statements = Statements.split(text);
      List<String> whole = hidesSpace(text) ? List.of() : parse(text);
      if (whole.isEmpty()) {
        continue;
      }
      parsed++;
      assertThat(whole).as("statements, seed %d, text %s", seed, text).hasSize(statements.size());
      for (int i = 0; i < whole.size(); i++) {
        String respaced = respaced(statements.get(i).text());
        assertThat(parse(respaced))
            .as("seed %d, text %s, statement %d as %s", seed, text, i, respaced)
            .containsExactly(whole.get(i));
      }
    }
    assertThat(parsed).as("texts that DuckDB parses").isGreaterThan(TEXTS / 20);
  }

  /// What the guard refuses, as it may mean another thing once it is cut.
  private static boolean hidesSpace(String text) {
    Lexer lexer = new Lexer(text);
    for (Token token = lexer.next(); token != null; token = lexer.next()) {
      if (token.hidesSpace()) {
        return true;
      }
    }
    return false;
  }

  /// Symbols stay together as they were, for they may be one operator; so does `n'…'`.
  private static String respaced(String statement) {
    StringBuilder text = new StringBuilder();
    Lexer lexer = new Lexer(statement);
    Token before = null;
    for (Token token = lexer.next(); token != null; token = lexer.next()) {
      boolean together = before != null && before.end() == token.start() && belong(before, token);
      text.append(together ? "" : " ").append(token.text());
      before = token;
    }
    return text.toString();
  }

  private static boolean belong(Token before, Token token) {
    return (isSymbol(before) && isSymbol(token))
        || (before.isWord("n") && token.kind() == Token.Kind.STRING);
  }

  private static boolean isSymbol(Token token) {
    return token.kind() == Token.Kind.SYMBOL || token.kind() == Token.Kind.PARAMETER;
  }

  /// Each statement as DuckDB serializes it, without the places; empty when it cannot be parsed.
  private List<String> parse(String text) {
    try {
      List<String> trees = new ArrayList<>();
      String tree =
          connection
              .query("SELECT json_serialize_sql(" + SqlText.literal(text) + ")::VARCHAR")
              .getFirst()
              .text(0);
      if (tree.contains("\"error\":true")) {
        return List.of();
      }
      int start = tree.indexOf("{\"node\":");
      while (start >= 0) {
        int next = tree.indexOf("{\"node\":{\"type\"", start + 1);
        trees.add(
            tree.substring(start, next < 0 ? tree.length() : next)
                .replaceAll("\"query_location\":\\d+", "")
                .replace("\"BIGINT\"", "\"INTEGER\"")
                .replaceAll("[\\]},]+$", ""));
        start = next;
      }
      return trees;
    } catch (DuckDbFailure refused) {
      return List.of();
    }
  }
}
