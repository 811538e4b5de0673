package ai.altertable.rest.ndjson;

import org.apache.arrow.vector.FieldVector;

/// Bytes as a string of hexadecimal digits.
final class HexColumn implements JsonColumn {
  /// So much is reserved at once: twice the length of a value may be more than an array holds.
  private static final int PART_BYTES = 1 << 20;

  private final Varying values = new Varying();

  @Override
  public void load(FieldVector vector) {
    values.load(vector);
  }

  @Override
  public void write(int row, JsonBuffer out) {
    if (values.isNull(row)) {
      out.addNull();
      return;
    }
    int length = values.length(row);
    byte[] bytes = out.scratch(length);
    values.copy(row, length, bytes, 0);
    out.add((byte) '"');
    for (int from = 0; from < length; from += PART_BYTES) {
      int to = Math.min(length, from + PART_BYTES);
      out.reserve(2 * (to - from));
      for (int i = from; i < to; i++) {
        Hex.write(bytes[i], out.bytes, out.position);
        out.position += 2;
      }
    }
    out.add((byte) '"');
  }
}
