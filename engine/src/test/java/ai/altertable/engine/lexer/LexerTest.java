package ai.altertable.engine.lexer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LexerTest {
  private static List<Token> tokens(String sql) {
    List<Token> tokens = new ArrayList<>();
    Lexer lexer = new Lexer(sql);
    for (Token token = lexer.next(); token != null; token = lexer.next()) {
      tokens.add(token);
    }
    return tokens;
  }

  private static List<String> kinds(String sql) {
    return tokens(sql).stream().map(token -> token.kind() + ":" + token.text()).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'a;b'|STRING:'a;b'",
        "'it''s'|STRING:'it''s'",
        "'back\\'|STRING:'back\\'",
        "e'\\''|STRING:e'\\''",
        "E'a\\\\'|STRING:E'a\\\\'",
        "x'ff'|BYTES:x'ff'",
        "U&'\\0041'|UNICODE_ESCAPED:U&'\\0041'",
        "\"a\"\"b\"|QUOTED_IDENTIFIER:\"a\"\"b\"",
        "U&\"x\"|UNICODE_ESCAPED:U&\"x\"",
        "$$;$$|STRING:$$;$$",
        "$t$ $$ ; $t$|STRING:$t$ $$ ; $t$",
        "a$b$c|WORD:a$b$c",
        "$1|PARAMETER:$1",
        "$name|PARAMETER:$name",
        "?|PARAMETER:?",
        "1.5e-3|NUMBER:1.5e-3",
        ".5|NUMBER:.5",
        "1_000|NUMBER:1_000",
        "größe|WORD:größe",
      })
  void textIsOneToken(String sql, String token) {
    assertThat(kinds(sql)).containsExactly(token);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1FROM|NUMBER:1 WORD:FROM",
        "1e5FROM|NUMBER:1e5 WORD:FROM",
        "1e'x\\''|NUMBER:1 STRING:e'x\\''",
        "1.e5.5|NUMBER:1.e5 NUMBER:.5",
        "1_0__0|NUMBER:1_0 WORD:__0",
        "1..2|NUMBER:1 SYMBOL:. NUMBER:.2",
        "5.from|NUMBER:5. WORD:from",
        "0xFF|NUMBER:0 WORD:xFF",
        "$1a|PARAMETER:$1 WORD:a",
        "n'x'|WORD:n STRING:'x'",
        "x'a''b'|BYTES:x'a' STRING:'b'",
        "//*c*/a|SYMBOL:/ WORD:a",
        "+--c|SYMBOL:+",
        "$$a$$b$|STRING:$$a$$ WORD:b$",
        "$1$x$|PARAMETER:$1 STRING:$x$",
        "U&\"a\"b|UNICODE_ESCAPED:U&\"a\" WORD:b",
        "u&b|WORD:u SYMBOL:& WORD:b",
      })
  void textIsSeveralTokens(String sql, String tokens) {
    assertThat(String.join(" ", kinds(sql))).isEqualTo(tokens);
  }

  @Test
  void stringsGoOnInTheNextLine() {
    assertThat(tokens("'a'\n'b'")).hasSize(1);
    assertThat(tokens("'a' -- c\r -- d\n\t'b' \n 'c'")).hasSize(1);
    assertThat(tokens("e'a'\n'b\\'' ")).hasSize(1);
    assertThat(tokens("x'a'\n'b'")).hasSize(1);
    assertThat(tokens("U&'a'\n'b'")).hasSize(1);
    assertThat(tokens("'a' 'b'")).hasSize(2);
    assertThat(tokens("'a' /* \n */ 'b'")).hasSize(2);
    assertThat(tokens("'a'\n-'b'")).hasSize(3);
    assertThat(tokens("'a'\n\"b\"")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "'a'|a",
        "''''|'",
        "'a''b'|a'b",
        "E'a''b'|a'b",
        "e'a\\n'|-",
        "'a\\n'|a\\n",
        "$$a'b$$|a'b",
        "$t$a$$b$t$|a$$b",
        "$t$a|-",
        "'a|-",
        "'a''|-",
      })
  void plainStringsHaveTheirValue(String sql, @Nullable String value) {
    assertThat(tokens(sql).getFirst().plainString().orElse(null)).isEqualTo(value);
  }

  @Test
  void stringOverSeveralLinesIsNotPlain() {
    assertThat(tokens("'a'\n'b'").getFirst().plainString()).isEmpty();
  }

  /// A quote in a comment opens a string for DuckDB's search for spaces.
  @Test
  void unicodeSpacesAreSpacesWhereDuckDbTakesThemForSome() {
    assertThat(kinds("a\u2003b\u3000c\ufeffd")).hasSize(4);
    assertThat(kinds("/* ' */ a\u00a0b")).containsExactly("WORD:a\u00a0b");
    assertThat(kinds("-- ' \n a\u00a0b ")).containsExactly("WORD:a", "WORD:b");
    assertThat(kinds("$$ ' $$ a\u00a0b ")).hasSize(3);
    assertThat(kinds("'\u00a0' \"\u00a0\" ")).hasSize(2);
    assertThat(kinds("a\u00a0")).containsExactly("WORD:a\u00a0");
    assertThat(kinds("$a$ $b$ $a$ x\u00a0y ")).hasSize(3);
    assertThat(kinds("''' ' x\u00a0y ")).hasSize(3);
  }

  @Test
  void commentsAndSpacesAreNoTokens() {
    assertThat(kinds("a -- ; b\n/* ; /* nested ; */ ; */\u00a0\u3000c"))
        .containsExactly("WORD:a", "WORD:c");
  }

  @Test
  void lineCommentEndsAtACarriageReturnToo() {
    assertThat(kinds("-- x\ra")).containsExactly("WORD:a");
  }

  @Test
  void whatIsUnfinishedEndsWithTheText() {
    for (String sql : List.of("'abc", "\"abc", "$t$abc", "/* abc", "e'abc\\", "$", "-- abc")) {
      assertThat(tokens(sql)).hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void tokensOfAnyTextAreInOrderAndInside() {
    long seed = 20_261_121;
    Random random = new Random(seed);
    String alphabet = "ab e'\"$;-/*\\\n1.?E_é\u00a0(";
    for (int round = 0; round < 20_000; round++) {
      StringBuilder sql = new StringBuilder();
      for (int i = random.nextInt(24); i > 0; i--) {
        sql.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      int end = 0;
      for (Token token : tokens(sql.toString())) {
        assertThat(token.start()).as("seed %d, text %s", seed, sql).isGreaterThanOrEqualTo(end);
        assertThat(token.end()).isGreaterThan(token.start()).isLessThanOrEqualTo(sql.length());
        assertThat(token.text().replace('\u00a0', ' '))
            .isEqualTo(sql.substring(token.start(), token.end()).replace('\u00a0', ' '));
        end = token.end();
      }
    }
  }
}
