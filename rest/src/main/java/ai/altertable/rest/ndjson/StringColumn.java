package ai.altertable.rest.ndjson;

import org.apache.arrow.vector.FieldVector;

/// UTF-8 text as strings.
final class StringColumn implements JsonColumn {
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
    out.reserve(length + 2);
    int start = out.position + 1;
    values.copy(row, length, out.bytes, start);
    if (JsonStrings.plain(out.bytes, start, start + length)) {
      out.bytes[start - 1] = '"';
      out.bytes[start + length] = '"';
      out.position = start + length + 1;
    } else {
      byte[] text = out.scratch(length);
      System.arraycopy(out.bytes, start, text, 0, length);
      JsonStrings.write(text, 0, length, out);
    }
  }
}
