package ai.altertable.rest.ndjson;

import java.nio.ByteBuffer;
import org.apache.arrow.vector.FieldVector;

/// Knows which rows of the loaded vector are NULL.
final class Nulls {
  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  private ByteBuffer bits = NONE;
  private boolean any;

  void load(FieldVector vector) {
    // A producer may leave the bitmap out when there are no nulls.
    any = vector.getValidityBuffer().capacity() > 0 && vector.getNullCount() > 0;
    bits = any ? Layout.view(vector.getValidityBuffer(), (vector.getValueCount() + 7L) / 8) : NONE;
  }

  boolean at(int row) {
    return any && ((bits.get(row >> 3) >> (row & 7)) & 1) == 0;
  }
}
