package ai.altertable.systemtests.memory;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/// A CSV file of any size that nobody has to store: a header, and then a block of random rows again
/// and again. For one thread.
final class GeneratedCsv extends InputStream {
  private static final int ROWS_OF_A_BLOCK = 200_000;

  private final byte[] block;
  private final int header;
  private final long bytes;
  private long given;

  private GeneratedCsv(byte[] block, int header, long bytes) {
    this.block = block;
    this.header = header;
    this.bytes = bytes;
  }

  /// @param bytes at least; the last row is whole
  static GeneratedCsv of(long bytes) {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder("id,customer,amount,day,note\n");
    int header = text.length();
    for (int i = 0; i < ROWS_OF_A_BLOCK; i++) {
      text.append(random.nextInt(1_000_000_000))
          .append(",customer ")
          .append(random.nextInt(5_000))
          .append(',')
          .append(random.nextInt(100_000))
          .append(".5,2026-0")
          .append(1 + random.nextInt(9))
          .append("-11,note ")
          .append(Long.toString(random.nextLong(), 36))
          .append('\n');
    }
    byte[] block = text.toString().getBytes(StandardCharsets.US_ASCII);
    long rest = (long) block.length - header;
    long blocks = Math.max(1, (bytes + rest - 1) / rest);
    return new GeneratedCsv(block, header, header + blocks * rest);
  }

  /// How many rows it has.
  long rows() {
    return (bytes - header) / (block.length - header) * ROWS_OF_A_BLOCK;
  }

  @Override
  public int read(byte[] to, int offset, int length) {
    if (given == bytes) {
      return -1;
    }
    int at =
        given < header ? (int) given : header + (int) ((given - header) % (block.length - header));
    int count = (int) Math.min(Math.min(length, block.length - at), bytes - given);
    System.arraycopy(block, at, to, offset, count);
    given += count;
    return count;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0];
  }
}
