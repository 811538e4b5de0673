package ai.altertable.gateway.placement;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.session.SessionId;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The scanner finds what the worker's parser finds, however the body is cut.
class SessionIdScannerTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String[] TEXTS = {
    "session_id",
    "s-1",
    "",
    "\"",
    "\\",
    "é",
    "\uD83E\uDD86",
    "{",
    "}",
    "[",
    ":",
    ",",
    "\n",
    "\u0000",
    "x".repeat(255),
    "x".repeat(256),
    "ses\tsion"
  };

  private static Optional<SessionId> scanned(byte[] body, Random cuts) {
    SessionIdScanner scanner = new SessionIdScanner();
    int at = 0;
    while (at < body.length) {
      int size = Math.min(body.length - at, 1 + cuts.nextInt(10));
      scanner.add(Unpooled.wrappedBuffer(body, at, size));
      at += size;
    }
    return scanner.found();
  }

  /// As rest's JsonObject reads it.
  private static Optional<SessionId> parsed(byte[] body) throws Exception {
    JsonNode value = JSON.readTree(body).path("session_id");
    String text = value.isTextual() ? value.textValue() : "";
    return text.isEmpty() || text.length() > 255
        ? Optional.empty()
        : Optional.of(new SessionId(text));
  }

  @Test
  void randomObjectsAreReadAsTheParserReadsThem() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int found = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] body = object(random, 0).getBytes(StandardCharsets.UTF_8);
      Optional<SessionId> expected = parsed(body);
      assertThat(scanned(body, random))
          .as("seed %d: %s", seed, new String(body, StandardCharsets.UTF_8))
          .isEqualTo(expected);
      found += expected.isPresent() ? 1 : 0;
    }
    assertThat(found).isGreaterThan(500);
  }

  private static String object(Random random, int depth) {
    List<String> members = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      String name = random.nextBoolean() ? "session_id" : TEXTS[random.nextInt(TEXTS.length)];
      members.add(text(random, name) + space(random) + ":" + space(random) + value(random, depth));
    }
    Collections.shuffle(members, random);
    return space(random) + "{" + String.join(space(random) + ",", members) + "}" + space(random);
  }

  private static String value(Random random, int depth) {
    return switch (random.nextInt(depth > 2 ? 5 : 7)) {
      case 0 -> "null";
      case 1 -> "-12.5e3";
      case 2 -> "true";
      case 3, 4 -> text(random, TEXTS[random.nextInt(TEXTS.length)]);
      case 5 -> object(random, depth + 1);
      default -> "[" + value(random, depth + 1) + "," + object(random, depth + 1) + "]";
    };
  }

  private static String space(Random random) {
    return random.nextInt(3) == 0 ? " \r\n\t" : "";
  }

  private static String text(Random random, String content) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < content.length(); i++) {
      char letter = content.charAt(i);
      if (letter < ' ' || letter == '"' || letter == '\\' || random.nextInt(8) == 0) {
        text.append("\\u%04x".formatted((int) letter));
      } else {
        text.append(letter);
      }
    }
    return text.append('"').toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "}",
        "]]",
        "\"",
        "{\"session_id\"",
        "{\"session_id\":",
        "{\"session_id\":\"x",
        "nonsense",
        "{\"session_id\":\"\\x\"}",
        "{\"session_id\":\"\\",
        "[\"session_id\":\"x\"]x"
      })
  void nonsenseDoesNoHarm(String body) {
    SessionIdScanner scanner = new SessionIdScanner();
    scanner.add(Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
    assertThat(scanner.found().map(SessionId::value).orElse("x")).isEqualTo("x");
  }

  @Test
  void wideBodiesAreKnownAndRead() throws JsonProcessingException {
    for (var charset :
        List.of(StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16)) {
      byte[] body = "{\"session_id\":\"s\"}".getBytes(charset);
      assertThat(SessionIdScanner.isWide(Unpooled.wrappedBuffer(body))).isTrue();
      assertThat(SessionIdScanner.ofWhole(body)).contains(new SessionId("s"));
    }
    assertThat(SessionIdScanner.isWide(Unpooled.copiedBuffer("{}", StandardCharsets.UTF_8)))
        .isFalse();
    assertThat(SessionIdScanner.ofWhole(new byte[] {0, 1, 2})).isEmpty();
  }
}
