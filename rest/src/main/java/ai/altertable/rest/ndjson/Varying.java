package ai.altertable.rest.ndjson;

import java.nio.ByteBuffer;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;

/// Values of varying length: where each begins and ends among the bytes of all.
final class Varying {
  private final Nulls nulls = new Nulls();
  private ByteBuffer offsets = ByteBuffer.allocate(0);
  private ByteBuffer bytes = ByteBuffer.allocate(0);

  void load(FieldVector vector) {
    BaseVariableWidthVector variable = Layout.variable(vector);
    int count = variable.getValueCount();
    nulls.load(vector);
    offsets = Layout.offsets(variable.getOffsetBuffer(), count);
    bytes = Layout.view(variable.getDataBuffer(), count == 0 ? 0 : offsets.getInt(count << 2));
  }

  boolean isNull(int row) {
    return nulls.at(row);
  }

  int length(int row) {
    return offsets.getInt((row + 1) << 2) - offsets.getInt(row << 2);
  }

  void copy(int row, int length, byte[] to, int at) {
    bytes.get(offsets.getInt(row << 2), to, at, length);
  }
}
