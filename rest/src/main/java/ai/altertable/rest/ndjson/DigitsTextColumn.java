package ai.altertable.rest.ndjson;

import org.apache.arrow.vector.FieldVector;

/// Text that is an integer of any size, as a bare number.
final class DigitsTextColumn implements JsonColumn {
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
    byte[] text = out.scratch(length);
    values.copy(row, length, text, 0);
    if (!isInteger(text, length)) {
      JsonStrings.write(text, 0, length, out);
      return;
    }
    out.reserve(length);
    System.arraycopy(text, 0, out.bytes, out.position, length);
    out.position += length;
  }

  private static boolean isInteger(byte[] text, int length) {
    int first = length > 0 && text[0] == '-' ? 1 : 0;
    for (int i = first; i < length; i++) {
      if (text[i] < '0' || text[i] > '9') {
        return false;
      }
    }
    return length > first && (text[first] != '0' || length == first + 1);
  }
}
