package ai.altertable.rest.ndjson;

import org.apache.arrow.vector.FieldVector;

/// JSON text as the value that it stands for.
final class JsonTextColumn implements JsonColumn {
  private final Varying values = new Varying();
  private final JsonText json = new JsonText();

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
    json.write(text, length, out);
  }
}
