package ai.altertable.engine.result;

import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.NativeStatement;
import ai.altertable.engine.capi.Pending;
import ai.altertable.foundation.session.Column;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/// Reads whole answers as text, through batches.
final class BatchReader {
  private final Connection connection;
  private final BufferAllocator allocator;

  BatchReader(Connection connection, BufferAllocator allocator) {
    this.connection = connection;
    this.allocator = allocator;
  }

  List<List<@Nullable String>> read(String sql, BatchLimits limits) {
    List<List<@Nullable String>> rows = new ArrayList<>();
    try (NativeStatement statement = connection.prepare(sql);
        Pending pending = statement.pendingStreaming();
        ArrowBatches batches = new ArrowBatches(pending.result(), allocator, limits)) {
      List<Column> columns = batches.schema().columns();
      for (VectorSchemaRoot batch = batches.next(); batch != null; batch = batches.next()) {
        for (int row = 0; row < batch.getRowCount(); row++) {
          rows.add(row(columns, batch, row));
        }
      }
    }
    return rows;
  }

  private static List<@Nullable String> row(List<Column> columns, VectorSchemaRoot batch, int row) {
    List<@Nullable String> texts = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      texts.add(SqlTexts.of(columns.get(i).type(), batch.getVector(i), row));
    }
    return texts;
  }
}
