package ai.altertable.engine.result;

import ai.altertable.engine.capi.ResultColumn;
import ai.altertable.foundation.session.Column;
import ai.altertable.foundation.session.RowSchema;
import java.util.List;

/// Describes DuckDB's columns as the Session port wants them.
public final class RowSchemas {
  private RowSchemas() {}

  /// @return a column for each, laid out as `SqlType` documents
  public static RowSchema of(List<ResultColumn> columns) {
    return new RowSchema(columns.stream().map(RowSchemas::column).toList());
  }

  private static Column column(ResultColumn column) {
    return new Column(
        column.name(), column.type(), ArrowFields.nullable(column.name(), column.type()));
  }
}
