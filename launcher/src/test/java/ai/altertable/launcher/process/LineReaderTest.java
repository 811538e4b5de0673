package ai.altertable.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {
  private static List<String> read(String text) {
    List<String> lines = new ArrayList<>();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    new LineReader(new ByteArrayInputStream(bytes), lines::add).readAll();
    return lines;
  }

  @Test
  void lastLineNeedsNoLineBreak() {
    assertThat(read("é1\r\n\nlast")).containsExactly("é1", "", "last");
  }

  @Test
  void endlessLineArrivesInPieces() {
    String endless = "x".repeat(2 * LineReader.LINE_BYTES_MAX + 5);
    assertThat(read(endless + "\ny"))
        .extracting(String::length)
        .containsExactly(LineReader.LINE_BYTES_MAX, LineReader.LINE_BYTES_MAX, 5, 1);
  }

  @Test
  void failingConsumerDoesNotStopTheReading() {
    List<String> seen = new ArrayList<>();
    byte[] bytes = "a\nb\nc\n".getBytes(StandardCharsets.UTF_8);
    new LineReader(
            new ByteArrayInputStream(bytes),
            line -> {
              seen.add(line);
              throw new IllegalStateException("full");
            })
        .readAll();
    assertThat(seen).containsExactly("a", "b", "c");
  }
}
