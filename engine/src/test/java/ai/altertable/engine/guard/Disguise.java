package ai.altertable.engine.guard;

import ai.altertable.engine.lexer.Lexer;
import ai.altertable.engine.lexer.Token;
import java.util.Locale;
import java.util.Random;

/// Writes SQL in other ways that mean the same, or almost.
final class Disguise {
  private static final String[] SPACES = {
    " ",
    "\n",
    "\t",
    "\r\n",
    "/**/",
    "/* ' */",
    "/* /* ; */ */",
    "-- \"\n",
    " -- ;\r",
    "\u00a0",
    "\u2003",
    "/* $$ */",
    "\f",
    "  ",
    "\u000b",
    "\u0085",
    "\u200b",
    "\u3000",
    "/*+ */",
    "--\r\n",
    "\0"
  };

  /// What may stand before and behind a whole text, as `§`.
  private static final String[] FRAMES = {
    "\ufeff§",
    ";§",
    "§;",
    "§ -- '",
    "§ /*",
    "/* $x$ */ §",
    "SELECT '\\'; §",
    "SELECT E'\\''; §",
    "SELECT $x$ $$ $x$; §",
    "SELECT $\u00e9$ ' $\u00e9$; §",
    "SELECT \"\"\"\"; §",
    "SELECT /* /* */ ' */ 1; §",
    "SELECT 1 -- \u2028 ' \n; §",
    "SELECT 'x' \u00a0 'y', §",
    "(§)",
    "EXPLAIN §",
    "EXPLAIN ANALYZE §",
    "PREPARE framed AS §",
    "FROM query($y$§$y$)",
    "SELECT 1 + ?; §"
  };

  private final Random random;

  Disguise(Random random) {
    this.random = random;
  }

  /// Puts a text between others, now and then; or among so much that it is long or deep.
  String framed(String sql) {
    return switch (random.nextInt(40)) {
      case 0, 1, 2, 3, 4, 5, 6, 7 -> FRAMES[random.nextInt(FRAMES.length)].replace("§", sql);
      case 8 -> "/*" + "x".repeat(20_000) + "*/" + sql;
      case 9 -> "SELECT " + "(".repeat(50) + "1" + ")".repeat(50) + "; " + sql;
      default -> sql;
    };
  }

  String of(String sql) {
    StringBuilder text = new StringBuilder();
    Lexer lexer = new Lexer(sql);
    Token before = null;
    for (Token token = lexer.next(); token != null; token = lexer.next()) {
      if (before != null) {
        text.append(space(before, token));
      }
      text.append(written(token));
      before = token;
    }
    return text.toString();
  }

  private String space(Token before, Token token) {
    boolean apart = before.end() < token.start();
    boolean operator =
        before.kind() == Token.Kind.SYMBOL && token.kind() == Token.Kind.SYMBOL && !apart;
    if (operator || (!apart && random.nextInt(3) > 0)) {
      return "";
    }
    if (apart && before.kind() == Token.Kind.NUMBER && random.nextBoolean()) {
      return "";
    }
    StringBuilder space = new StringBuilder(apart ? " " : "");
    for (int i = random.nextInt(3); i > 0; i--) {
      space.append(SPACES[random.nextInt(SPACES.length)]);
    }
    return space.toString();
  }

  private String written(Token token) {
    String text = token.text();
    return switch (token.kind()) {
      case WORD -> word(text);
      case STRING -> text.startsWith("'") ? string(text) : text;
      case QUOTED_IDENTIFIER -> random.nextInt(4) == 0 ? text.toUpperCase(Locale.ROOT) : text;
      case BYTES, UNICODE_ESCAPED, NUMBER, PARAMETER, SEMICOLON, SYMBOL -> text;
    };
  }

  private String word(String word) {
    return switch (random.nextInt(12)) {
      case 0, 1 -> word.toUpperCase(Locale.ROOT);
      case 2 -> mixed(word);
      case 3 -> "\"" + word + "\"";
      case 4 -> random.nextInt(4) == 0 ? "main." + word : word;
      case 5 -> random.nextInt(8) == 0 ? "U&\"" + word + "\"" : word;
      default -> word;
    };
  }

  private String mixed(String word) {
    StringBuilder mixed = new StringBuilder();
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      mixed.append(random.nextBoolean() ? Character.toUpperCase(c) : c);
    }
    return mixed.toString();
  }

  private String string(String text) {
    String value = text.substring(1, Math.max(1, text.length() - 1));
    return switch (random.nextInt(14)) {
      case 0 -> "E" + text;
      case 1 -> "$$" + value.replace("''", "'") + "$$";
      case 2 -> "$q$" + value.replace("''", "'") + "$q$";
      case 3 -> value.length() < 2 ? text : split(value);
      case 4 -> "E'" + escaped(value) + "'";
      case 5 -> "\"" + value + "\"";
      case 6 -> "n" + text;
      case 7 ->
          value.length() < 2
              ? text
              : "'" + value.substring(0, 1) + "' || '" + value.substring(1) + "'";
      default -> text;
    };
  }

  private String split(String value) {
    int at = 1 + random.nextInt(value.length() - 1);
    String space = random.nextBoolean() ? "'\n'" : "' -- '\n  '";
    return value.charAt(at - 1) == '\'' || value.charAt(at) == '\''
        ? "'" + value + "'"
        : "'" + value.substring(0, at) + space + value.substring(at) + "'";
  }

  private static String escaped(String value) {
    StringBuilder escaped = new StringBuilder();
    value
        .replace("''", "'")
        .chars()
        .forEach(c -> escaped.append(c < 0x80 ? "\\x%02x".formatted(c) : (char) c));
    return escaped.toString();
  }
}
