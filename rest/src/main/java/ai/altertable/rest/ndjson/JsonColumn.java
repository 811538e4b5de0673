package ai.altertable.rest.ndjson;

import org.apache.arrow.vector.FieldVector;

/// Writes the values of one column, each with its own encoding. Confined to one thread.
interface JsonColumn {
  /// Points at the vector of the next batch; what was loaded before is forgotten.
  void load(FieldVector vector);

  /// Writes the value of a row of the vector that is loaded.
  void write(int row, JsonBuffer out);
}
