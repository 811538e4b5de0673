package ai.altertable.rest.ndjson;

import java.nio.ByteBuffer;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;

/// LIST as an array.
final class ListColumn implements JsonColumn {
  private final JsonColumn element;
  private final Nulls nulls = new Nulls();
  private ByteBuffer offsets = ByteBuffer.allocate(0);

  ListColumn(JsonColumn element) {
    this.element = element;
  }

  @Override
  public void load(FieldVector vector) {
    if (!(vector instanceof ListVector list)) {
      throw Layout.unexpected(vector, "lists");
    }
    nulls.load(vector);
    offsets = Layout.offsets(list.getOffsetBuffer(), list.getValueCount());
    element.load(list.getDataVector());
  }

  @Override
  public void write(int row, JsonBuffer out) {
    if (nulls.at(row)) {
      out.addNull();
      return;
    }
    int from = offsets.getInt(row << 2);
    int to = offsets.getInt((row + 1) << 2);
    out.add((byte) '[');
    for (int i = from; i < to; i++) {
      if (i > from) {
        out.add((byte) ',');
      }
      element.write(i, out);
    }
    out.add((byte) ']');
  }
}
