package ai.altertable.rest.ndjson;

import java.nio.ByteBuffer;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;

/// `true` and `false`, from bits.
final class BooleanColumn implements JsonColumn {
  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

  private final Nulls nulls = new Nulls();
  private ByteBuffer values = ByteBuffer.allocate(0);

  @Override
  public void load(FieldVector vector) {
    if (!(vector instanceof BitVector bits)) {
      throw Layout.unexpected(vector, "bits");
    }
    nulls.load(vector);
    values = Layout.view(bits.getDataBuffer(), (bits.getValueCount() + 7L) / 8);
  }

  @Override
  public void write(int row, JsonBuffer out) {
    if (nulls.at(row)) {
      out.addNull();
      return;
    }
    out.add(((values.get(row >> 3) >> (row & 7)) & 1) == 0 ? FALSE : TRUE);
  }
}
