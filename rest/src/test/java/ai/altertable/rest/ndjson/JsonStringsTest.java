package ai.altertable.rest.ndjson;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonStringsTest {
  private static String write(byte[] text) {
    JsonBuffer out = new JsonBuffer(0, 1 << 28);
    JsonStrings.write(text, 0, text.length, out);
    return new String(out.array(), 0, out.size(), StandardCharsets.UTF_8);
  }

  @Test
  void specialCharactersAreEscaped() {
    assertThat(write("a\"b\\c/\b\t\n\f\r\0\u001f\u007f".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("\"a\\\"b\\\\c/\\b\\t\\n\\f\\r\\u0000\\u001f\u007f\"");
  }

  @Test
  void lineEndsOfOtherLanguagesAreEscaped() {
    assertThat(write("\u0084\u0085\u2027\u2028\u2029\u202a".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("\"\u0084\\u0085\u2027\\u2028\\u2029\u202a\"");
  }

  @Test
  void longTextIsWrittenInParts() {
    String text = "\u20ac\n".repeat(200_000);
    assertThat(Expected.parse(write(text.getBytes(StandardCharsets.UTF_8))).asText())
        .isEqualTo(text);
  }

  @Test
  void malformedBytesBecomeReplacementCharacters() {
    assertThat(write(new byte[] {'a', (byte) 0xC0, (byte) 0x80, 'b', (byte) 0xE2, (byte) 0x82}))
        .isEqualTo("\"a\ufffd\ufffdb\ufffd\ufffd\"");
    assertThat(write(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80, (byte) 0xF4, (byte) 0x90}))
        .isEqualTo("\"\ufffd\ufffd\ufffd\ufffd\ufffd\"");
  }

  @Test
  void utf8IsToldFromOtherBytesAsJavaDoes() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 300_000; i++) {
      byte[] text = new byte[2 + random.nextInt(3)];
      for (int k = 0; k < text.length; k++) {
        text[k] = (byte) (0x80 | random.nextInt(128));
      }
      boolean whole = Utf8.length(text, 0, text.length) == text.length;
      if (whole || random.nextInt(50) == 0) {
        assertThat(oneCharacter(text)).as("seed %d", seed).isEqualTo(whole);
      }
    }
  }

  private static boolean oneCharacter(byte[] text) {
    try {
      String decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
      return decoded.codePointCount(0, decoded.length()) == 1;
    } catch (CharacterCodingException malformed) {
      return false;
    }
  }

  @Test
  void plainTextIsToldFromTextThatNeedsCare() {
    for (int length = 0; length < 40; length++) {
      byte[] text = "x".repeat(length).getBytes(StandardCharsets.US_ASCII);
      assertThat(JsonStrings.plain(text, 0, length)).isTrue();
      for (int place = 0; place < length; place++) {
        for (int value = 0; value < 256; value++) {
          text[place] = (byte) value;
          boolean plain = value >= ' ' && value < 0x80 && value != '"' && value != '\\';
          if (!plain) {
            assertThat(JsonStrings.plain(text, 0, length)).as("%d at %d", value, place).isFalse();
          }
        }
        text[place] = ' ';
      }
    }
  }
}
