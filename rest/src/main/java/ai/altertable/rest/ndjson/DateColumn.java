package ai.altertable.rest.ndjson;

import java.nio.ByteBuffer;
import org.apache.arrow.vector.FieldVector;

/// Dates, as days since 1970-01-01.
final class DateColumn implements JsonColumn {
  private final Iso iso = new Iso();
  private final Nulls nulls = new Nulls();
  private ByteBuffer values = ByteBuffer.allocate(0);

  @Override
  public void load(FieldVector vector) {
    nulls.load(vector);
    values = Layout.fixed(vector, 4);
  }

  @Override
  public void write(int row, JsonBuffer out) {
    if (nulls.at(row)) {
      out.addNull();
      return;
    }
    int days = values.getInt(row << 2);
    if (Infinity.is(days)) {
      Infinity.write(days > 0, out);
      return;
    }
    out.reserve(Iso.BYTES_MAX);
    byte[] bytes = out.bytes;
    bytes[out.position] = '"';
    int end = iso.date(days, bytes, out.position + 1);
    bytes[end] = '"';
    out.position = end + 1;
  }
}
