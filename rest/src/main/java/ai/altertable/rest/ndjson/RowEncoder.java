package ai.altertable.rest.ndjson;

import ai.altertable.foundation.session.RowSchema;
import java.time.ZoneId;
import org.apache.arrow.vector.VectorSchemaRoot;

/// Writes the rows of one answer as lines: `[1,"a",null]`. Made once for an answer and confined to
/// one thread.
public final class RowEncoder {
  private final JsonColumn[] columns;

  /// @param zone in which timestamps with time zone are written
  public RowEncoder(RowSchema schema, ZoneId zone) {
    JsonColumns choice = new JsonColumns(zone);
    this.columns =
        schema.columns().stream()
            .map(column -> choice.of(column.type()))
            .toArray(JsonColumn[]::new);
  }

  /// Points at a batch, which must stay valid while its rows are written.
  public void load(VectorSchemaRoot batch) {
    for (int i = 0; i < columns.length; i++) {
      columns[i].load(batch.getVector(i));
    }
  }

  /// Writes one row of the batch that is loaded, with the end of its line. When it fails, part of
  /// the row may have been written.
  public void writeLine(int row, JsonBuffer out) {
    out.add((byte) '[');
    for (int i = 0; i < columns.length; i++) {
      if (i > 0) {
        out.add((byte) ',');
      }
      columns[i].write(row, out);
    }
    out.add((byte) ']');
    out.add((byte) '\n');
  }
}
