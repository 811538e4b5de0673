package ai.altertable.rest.ndjson;

import java.nio.ByteBuffer;
import org.apache.arrow.vector.FieldVector;

/// Times of day, as microseconds or nanoseconds since midnight; 24:00:00 is one of them.
final class TimeColumn implements JsonColumn {
  private final int digits;
  private final long unitsPerSecond;
  private final Nulls nulls = new Nulls();
  private ByteBuffer values = ByteBuffer.allocate(0);

  /// @param digits 6 for microseconds, 9 for nanoseconds
  TimeColumn(int digits) {
    this.digits = digits;
    this.unitsPerSecond = Digits.power(digits);
  }

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
    long units = values.getLong(row << 3);
    bytes[out.position] = '"';
    int end = Iso.time((int) (units / unitsPerSecond), bytes, out.position + 1);
    end = Iso.fraction((int) (units % unitsPerSecond), digits, bytes, end);
    bytes[end] = '"';
    out.position = end + 1;
  }
}
