package ai.altertable.rest.ndjson;

import java.nio.ByteBuffer;
import org.apache.arrow.vector.FieldVector;

/// Doubles; NaN and infinities are `null`.
final class DoubleColumn implements JsonColumn {
  private final Nulls nulls = new Nulls();
  private ByteBuffer values = ByteBuffer.allocate(0);

  @Override
  public void load(FieldVector vector) {
    nulls.load(vector);
    values = Layout.fixed(vector, 8);
  }

  @Override
  public void write(int row, JsonBuffer out) {
    double value = nulls.at(row) ? Double.NaN : values.getDouble(row << 3);
    if (!Double.isFinite(value)) {
      out.addNull();
      return;
    }
    out.reserve(Shortest.BYTES_MAX);
    out.position = Shortest.write(value, out.bytes, out.position);
  }
}
