package ai.altertable.engine.result;

import ai.altertable.engine.capi.Chunk;
import ai.altertable.engine.capi.NativeResult;
import ai.altertable.foundation.session.RowSchema;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/// Reads a result as Arrow batches, copying DuckDB's vectors column by column. Confined to one
/// thread at a time, a platform thread: reading computes.
///
/// The memory of a batch is used again for the next, unless a reader has retained its buffers in
/// the same allocator: then the reader keeps them.
public final class ArrowBatches implements AutoCloseable {
  private final NativeResult result;
  private final BatchLimits limits;
  private final RowSchema schema;
  private final VectorSchemaRoot root;
  private final List<ColumnBuffer> columns;
  private int rowTarget;

  /// What was fetched and not yet copied whole.
  private @Nullable Chunk chunk;

  private int chunkRow;
  private boolean closed;

  /// Takes the result over: it is closed with this.
  ///
  /// @param allocator owns the batches
  public ArrowBatches(NativeResult result, BufferAllocator allocator, BatchLimits limits) {
    this.result = result;
    this.limits = limits;
    this.rowTarget = limits.firstRows();
    this.schema = RowSchemas.of(result.columns());
    this.root = VectorSchemaRoot.create(schema.arrow(), allocator);
    ColumnBuffers buffers = new ColumnBuffers(allocator);
    this.columns = schema.columns().stream().map(column -> buffers.of(column.type())).toList();
  }

  public RowSchema schema() {
    return schema;
  }

  /// The next batch, of at least one row, or null at the end. It is valid until the next call and
  /// until [#close], and belongs to this.
  ///
  /// It comes when it is full, or when collecting it took longer than the limits allow: a slow
  /// query gives what it has after each chunk.
  ///
  /// @throws ai.altertable.engine.capi.DuckDbFailure when the execution fails: an error is never
  ///   taken for the end
  public @Nullable VectorSchemaRoot next() {
    root.clear();
    columns.forEach(ColumnBuffer::clear);
    int rows = collect(System.nanoTime() + limits.patience().toNanos());
    rowTarget = (int) Math.min(2L * rowTarget, limits.rows());
    return rows == 0 ? null : load(rows);
  }

  /// Whether the last batch was the last one of all: known when it was collected to the end.
  public boolean isAtEnd() {
    return chunk == null && result.isEnded();
  }

  /// Gives up what was not read. Idempotent.
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      closeChunk();
      result.close();
      root.close();
      columns.forEach(ColumnBuffer::close);
    }
  }

  private int collect(long deadline) {
    int rows = 0;
    long bytes = 0;
    for (Chunk source = fetch(); source != null; source = fetch()) {
      int take = Math.min(source.rows() - chunkRow, rowTarget - rows);
      long size = bytes(source, take);
      while (take > 1 && bytes + size > limits.bytes()) {
        take /= 2;
        size = bytes(source, take);
      }
      if (rows > 0 && bytes + size > limits.bytes()) {
        break;
      }
      append(source, take);
      rows += take;
      bytes += size;
      if (rows == rowTarget || System.nanoTime() - deadline > 0) {
        break;
      }
    }
    return rows;
  }

  /// The chunk that has rows left; null at the end.
  private @Nullable Chunk fetch() {
    if (chunk != null && chunkRow == chunk.rows()) {
      closeChunk();
    }
    if (chunk == null) {
      chunk = result.fetch();
      chunkRow = 0;
    }
    return chunk;
  }

  private long bytes(Chunk source, int rows) {
    long total = 0;
    for (int i = 0; i < columns.size(); i++) {
      total += columns.get(i).bytes(source.vector(i), chunkRow, rows);
    }
    return total;
  }

  private void append(Chunk source, int rows) {
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).append(source.vector(i), chunkRow, rows);
    }
    chunkRow += rows;
  }

  private VectorSchemaRoot load(int rows) {
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).load(root.getVector(i));
    }
    root.setRowCount(rows);
    return root;
  }

  private void closeChunk() {
    if (chunk != null) {
      chunk.close();
      chunk = null;
    }
  }
}
