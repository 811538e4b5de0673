package ai.altertable.rest.ndjson;

import ai.altertable.foundation.session.Column;
import java.util.List;

/// The line that names the columns of an answer.
public enum ColumnHeader {
  /// `[{"name":"id","type":"INTEGER"}]`, with DuckDB's names of the types.
  TYPED,
  /// `["id"]`
  NAMES;

  /// Writes the line with its end.
  public void writeLine(List<Column> columns, JsonBuffer out) {
    out.add((byte) '[');
    for (int i = 0; i < columns.size(); i++) {
      if (i > 0) {
        out.add((byte) ',');
      }
      write(columns.get(i), out);
    }
    out.add((byte) ']');
    out.add((byte) '\n');
  }

  private void write(Column column, JsonBuffer out) {
    switch (this) {
      case TYPED -> {
        out.addAscii("{\"name\":");
        out.addString(column.name());
        out.addAscii(",\"type\":");
        out.addString(column.type().toString());
        out.add((byte) '}');
      }
      case NAMES -> out.addString(column.name());
    }
  }
}
