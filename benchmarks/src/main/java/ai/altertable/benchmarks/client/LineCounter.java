package ai.altertable.benchmarks.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Counts the lines of an answer, eight bytes at a time, and keeps the end of it, where an error
/// would be.
final class LineCounter implements HttpConnection.Sink {
  private static final int TAIL_BYTES = 4 << 10;
  private static final long LINE_FEEDS = 0x0a0a0a0a0a0a0a0aL;
  private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;

  private final byte[] tail = new byte[TAIL_BYTES];
  private int tailSize;
  private long lines;
  private long bytes;

  @Override
  public void take(ByteBuffer piece) {
    int size = piece.remaining();
    int i = 0;
    for (; i + Long.BYTES <= size; i += Long.BYTES) {
      lines += lineFeeds(piece.getLong(i));
    }
    for (; i < size; i++) {
      lines += piece.get(i) == '\n' ? 1 : 0;
    }
    bytes += size;
    keepTail(piece);
  }

  /// Makes each byte that is a line feed zero, then counts the bytes that are zero, exactly: no
  /// carry leaves a byte.
  private static int lineFeeds(long word) {
    long different = word ^ LINE_FEEDS;
    long notZero = ((different & LOW_BITS) + LOW_BITS) | different | LOW_BITS;
    return Long.bitCount(~notZero);
  }

  private void keepTail(ByteBuffer piece) {
    int size = piece.remaining();
    int fresh = Math.min(size, TAIL_BYTES);
    int kept = Math.min(tailSize, TAIL_BYTES - fresh);
    System.arraycopy(tail, tailSize - kept, tail, 0, kept);
    piece.get(size - fresh, tail, kept, fresh);
    tailSize = kept + fresh;
  }

  long lines() {
    return lines;
  }

  long bytes() {
    return bytes;
  }

  /// The last line, or as much of it as was kept.
  String lastLine() {
    String end = new String(tail, 0, tailSize, StandardCharsets.UTF_8).stripTrailing();
    return end.substring(end.lastIndexOf('\n') + 1);
  }
}
