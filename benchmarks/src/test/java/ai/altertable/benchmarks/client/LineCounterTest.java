package ai.altertable.benchmarks.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineCounterTest {
  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void countsEachLineFeedOfAnyBytes() {
    Random random = new Random(7);
    byte[] bytes = new byte[10_000];
    random.nextBytes(bytes);
    long expected = 0;
    for (byte each : bytes) {
      expected += each == '\n' ? 1 : 0;
    }
    LineCounter counter = new LineCounter();
    for (int from = 0; from < bytes.length; ) {
      int size = Math.min(random.nextInt(100), bytes.length - from);
      counter.take(ByteBuffer.wrap(bytes, from, size).slice());
      from += size;
    }

    assertThat(counter.lines()).isEqualTo(expected).isPositive();
    assertThat(counter.bytes()).isEqualTo(bytes.length);
  }

  @Test
  void neighboursOfALineFeedAreNotTakenForOne() {
    LineCounter counter = new LineCounter();

    counter.take(bytes("\n\u000b\n\t\n\u000b\u000b\n"));

    assertThat(counter.lines()).isEqualTo(4);
  }

  @Test
  void keepsTheLastLineThoughItComesInPieces() {
    LineCounter counter = new LineCounter();

    counter.take(bytes("x".repeat(10_000) + "\n{\"err"));
    counter.take(bytes("or\":\"no\"}\n"));

    assertThat(counter.lastLine()).isEqualTo("{\"error\":\"no\"}");
  }
}
