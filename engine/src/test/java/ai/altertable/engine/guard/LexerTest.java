package ai.altertable.engine.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
        "x'ff'|STRING:x'ff'",
        "U&'\\0041'|STRING:U&'\\0041'",
        "\"a\"\"b\"|QUOTED_IDENTIFIER:\"a\"\"b\"",
        "U&\"x\"|QUOTED_IDENTIFIER:U&\"x\"",
        "$$;$$|STRING:$$;$$",
        "$t$ $$ ; $t$|STRING:$t$ $$ ; $t$",
        "a$b$c|WORD:a$b$c",
        "$1|PARAMETER:$1",
        "$name|PARAMETER:$name",
        "?|PARAMETER:?",
        "1.5e-3|NUMBER:1.5e-3",
        ".5|NUMBER:.5",
        "0xFF|NUMBER:0xFF",
        "1_000|NUMBER:1_000",
        "größe|WORD:größe",
      })
  void textIsOneToken(String sql, String token) {
    assertThat(kinds(sql)).containsExactly(token);
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
        assertThat(token.text()).isEqualTo(sql.substring(token.start(), token.end()));
        end = token.end();
      }
    }
  }
}
