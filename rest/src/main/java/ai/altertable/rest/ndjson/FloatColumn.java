package ai.altertable.rest.ndjson;

import java.nio.ByteBuffer;
import org.apache.arrow.vector.FieldVector;

/// Floats; NaN and infinities are `null`.
final class FloatColumn implements JsonColumn {
  private final Nulls nulls = new Nulls();
  private ByteBuffer values = ByteBuffer.allocate(0);

  @Override
  public void load(FieldVector vector) {
    nulls.load(vector);
    values = Layout.fixed(vector, 4);
  }

  @Override
  public void write(int row, JsonBuffer out) {
    float value = nulls.at(row) ? Float.NaN : values.getFloat(row << 2);
    if (!Float.isFinite(value)) {
      out.addNull();
      return;
    }
    out.reserve(Shortest.BYTES_MAX);
    out.position = Shortest.write(value, out.bytes, out.position);
  }
}
