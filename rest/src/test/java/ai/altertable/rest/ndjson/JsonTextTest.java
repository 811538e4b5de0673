package ai.altertable.rest.ndjson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
  private static String embed(byte[] text) {
    JsonBuffer out = new JsonBuffer(0, 1 << 24);
    out.add((byte) '>');
    new JsonText().write(text, text.length, out);
    return new String(out.array(), 1, out.size() - 1, StandardCharsets.UTF_8);
  }

  private static String embed(String text) {
    return embed(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "1 | 1",
        "` [ 1 ,\n2 ]\t` | `[1,2]`",
        "`{ \"a\" : { } , \"b\":[ [ ] ] }` | `{\"a\":{},\"b\":[[]]}`",
        "`\"a b\\n\\u00e9\"` | `\"a b\\n\\u00e9\"`",
        "-0.0e+10 | -0.0e+10",
        "`[true,false,null]` | `[true,false,null]`",
        "`[1,2,]` | `[1,2]`",
        "`{\"a\":1, }` | `{\"a\":1}`",
        "`[NaN,-Infinity,inf,nan]` | `[null,null,null,null]`",
        "`\"\\ud83d\\ude00\"` | `\"\\ud83d\\ude00\"`",
        "`\"\\ud83d!\"` | `\"\\ufffd!\"`",
        "`\"\\ude00\"` | `\"\\ufffd\"`",
      })
  void valuesAreEmbeddedOnOneLine(String text, String expected) {
    assertThat(embed(text)).isEqualTo(expected);
  }

  @Test
  void lineEndsOfOtherLanguagesAreEscaped() {
    assertThat(embed("\"a\u2028b\u0085\"")).isEqualTo("\"a\\u2028b\\u0085\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[",
        "{",
        "]",
        "[1",
        "[1}",
        "{1:2}",
        "{\"a\"}",
        "{\"a\":}",
        "[,]",
        "[1,,2]",
        "[,1]",
        "{,}",
        "01",
        "-",
        "1.",
        ".5",
        "1e",
        "1e+",
        "+1",
        "tru",
        "nul",
        "\"",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\u12",
        "1 2",
        "[1] x",
        "'a'",
        "{\"a\" 1}",
        "-nope",
        "\0"
      })
  void whatIsNoJsonBecomesString(String text) {
    assertThat(Expected.parse(embed(text)).asText()).isEqualTo(text);
    assertThat(Expected.parse(embed(text)).isTextual()).isTrue();
  }

  @Test
  void depthIsNotLimitedByTheStack() {
    String deep = "[".repeat(200_000) + "]".repeat(200_000);
    assertThat(embed(deep)).isEqualTo(deep);
  }

  @Test
  void brokenBytesNeverBreakTheLine() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    byte[] alphabet = "{}[]\",:\\u0041truenaf-1.e \n\t\0".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 200_000; i++) {
      byte[] text = new byte[random.nextInt(12)];
      for (int k = 0; k < text.length; k++) {
        text[k] =
            random.nextInt(10) == 0
                ? (byte) random.nextInt(256)
                : alphabet[random.nextInt(alphabet.length)];
      }
      String embedded = embed(text);
      assertThat(embedded).as("seed %d", seed).doesNotContain("\n");
      Expected.parse(embedded);
    }
  }

  @Test
  void whatJacksonAcceptsMeansTheSame() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String[] parts = {"{", "}", "[", "]", "\"a\"", ":", ",", "1", "-2.5e3", "null", " ", "\"\\n\""};
    int valid = 0;
    for (int i = 0; i < 300_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int k = random.nextInt(9); k >= 0; k--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      JsonNode parsed = parseOrNothing(text.toString());
      if (!parsed.isMissingNode()) {
        valid++;
        assertThat(Expected.parse(embed(text.toString())))
            .as("seed %d: %s", seed, text)
            .isEqualTo(parsed);
      }
    }
    assertThat(valid).isGreaterThan(1000);
  }

  private static JsonNode parseOrNothing(String text) {
    try {
      return Expected.JSON.readTree(text);
    } catch (JsonProcessingException invalid) {
      return MissingNode.getInstance();
    }
  }
}
