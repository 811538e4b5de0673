package ai.altertable.rest.ndjson;

import java.nio.ByteBuffer;
import org.apache.arrow.vector.FieldVector;

/// Times of day with their offset from UTC, in DuckDB's bits: microseconds since midnight in the
/// upper 40, and in the lower 24 the offset's distance from +15:59:59 in seconds.
final class TimeTzColumn implements JsonColumn {
  private static final int OFFSET_MAX = 57_599;

  private final Nulls nulls = new Nulls();
  private ByteBuffer values = ByteBuffer.allocate(0);

  @Override
  public void load(FieldVector vector) {
    nulls.load(vector);
    values = Layout.fixed(vector, 8);
  }

  @Override
  public void write(int row, JsonBuffer out) {
    if (nulls.at(row)) {
      out.addNull();
      return;
    }
    out.reserve(Iso.BYTES_MAX);
    byte[] bytes = out.bytes;
    long bits = values.getLong(row << 3);
    long micros = bits >>> 24;
    bytes[out.position] = '"';
    int end = Iso.time((int) (micros / 1_000_000), bytes, out.position + 1);
    end = Iso.fraction((int) (micros % 1_000_000), 6, bytes, end);
    end = Iso.offset(OFFSET_MAX - (int) (bits & 0xFF_FFFF), bytes, end);
    bytes[end] = '"';
    out.position = end + 1;
  }
}
