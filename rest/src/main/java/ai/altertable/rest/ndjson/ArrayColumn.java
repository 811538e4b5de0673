package ai.altertable.rest.ndjson;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;

/// ARRAY, which has as many elements in every row, as an array.
final class ArrayColumn implements JsonColumn {
  private final JsonColumn element;
  private final int size;
  private final Nulls nulls = new Nulls();

  ArrayColumn(JsonColumn element, int size) {
    this.element = element;
    this.size = size;
  }

  @Override
  public void load(FieldVector vector) {
    if (!(vector instanceof FixedSizeListVector list) || list.getListSize() != size) {
      throw Layout.unexpected(vector, "lists of " + size);
    }
    nulls.load(vector);
    element.load(list.getDataVector());
  }

  @Override
  public void write(int row, JsonBuffer out) {
    if (nulls.at(row)) {
      out.addNull();
      return;
    }
    out.add((byte) '[');
    for (int i = 0; i < size; i++) {
      if (i > 0) {
        out.add((byte) ',');
      }
      element.write(row * size + i, out);
    }
    out.add((byte) ']');
  }
}
