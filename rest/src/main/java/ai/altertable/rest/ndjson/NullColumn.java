package ai.altertable.rest.ndjson;

import org.apache.arrow.vector.FieldVector;

/// Every value of the type "NULL".
final class NullColumn implements JsonColumn {

  @Override
  public void load(FieldVector vector) {}

  @Override
  public void write(int row, JsonBuffer out) {
    out.addNull();
  }
}
