package ai.altertable.foundation.session;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/// The columns of an answer, in order. Names may repeat.
public record RowSchema(List<Column> columns) {
  public RowSchema {
    columns = List.copyOf(columns);
  }

  public Schema arrow() {
    return new Schema(columns.stream().map(Column::field).toList());
  }
}
