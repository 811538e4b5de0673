package ai.altertable.engine.result;

import ai.altertable.engine.capi.Chunk;
import ai.altertable.engine.capi.NativeResult;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.RowSchema;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/// Reads a result as Arrow batches, copying DuckDB's vectors column by column. Confined to one
/// thread at a time, a platform thread: reading computes.
///
/// The memory of a batch is used again for the next but one, unless a reader has retained its
/// buffers in the same allocator: then the reader keeps them.
public final class ArrowBatches implements AutoCloseable {
  /// The memory of one batch.
  private record Buffers(VectorSchemaRoot root, List<ColumnBuffer> columns) {
    void clear() {
      root.clear();
      columns.forEach(ColumnBuffer::clear);
    }

    void close() {
      root.close();
      columns.forEach(ColumnBuffer::close);
    }
  }

  private final NativeResult result;
  private final BufferAllocator allocator;
  private final BatchLimits limits;
  private final RowSchema schema;

  /// Where the next batch goes.
  private Buffers filling;

  /// The batch before, which may be read meanwhile; null before there is a second one.
  private @Nullable Buffers filled;

  private int rowTarget;

  /// What was fetched and not yet copied whole.
  private @Nullable Chunk chunk;

  private int chunkRow;
  private boolean closed;

  /// Takes the result over: it is closed with this, and also when this cannot be made.
  ///
  /// @param allocator owns the batches
  public ArrowBatches(NativeResult result, BufferAllocator allocator, BatchLimits limits) {
    this.result = result;
    this.allocator = allocator;
    this.limits = limits;
    this.rowTarget = limits.firstRows();
    try {
      this.schema = RowSchemas.of(result.columns());
      this.filling = buffers(schema, allocator);
    } catch (RuntimeException | Error failure) {
      result.close();
      throw failure;
    }
  }

  private static Buffers buffers(RowSchema schema, BufferAllocator allocator) {
    ColumnBuffers buffers = new ColumnBuffers(allocator);
    return new Buffers(
        VectorSchemaRoot.create(schema.arrow(), allocator),
        schema.columns().stream().map(column -> buffers.of(column.type())).toList());
  }

  public RowSchema schema() {
    return schema;
  }

  /// The next batch, of at least one row, or null at the end. It belongs to this, and is valid
  /// until the next call but one, so that it can be read while the next is fetched, and until
  /// [#close].
  ///
  /// It comes when it is full, or when collecting it took longer than the limits allow: a slow
  /// query gives what it has after each chunk.
  ///
  /// @throws ai.altertable.engine.capi.DuckDbFailure when the execution fails: an error is never
  ///   taken for the end
  /// @throws PlatformException OUT_OF_MEMORY when the allocator's limit is reached; this is to be
  ///   closed then
  public @Nullable VectorSchemaRoot next() {
    filling.clear();
    try {
      int rows = collect(System.nanoTime() + limits.patience().toNanos());
      rowTarget = (int) Math.min(2L * rowTarget, limits.rows());
      return rows == 0 ? null : load(rows);
    } catch (OutOfMemoryException full) {
      throw outOfMemory(full);
    }
  }

  private PlatformException outOfMemory(OutOfMemoryException full) {
    return new PlatformException(
        ErrorCode.OUT_OF_MEMORY,
        ("the rows of this answer do not fit into the %d MiB that all answers on their way to"
                + " clients may take together; ask for smaller values, or try again when fewer"
                + " answers are being read")
            .formatted(allocator.getRoot().getLimit() >> 20),
        full);
  }

  /// Whether the last batch was the last one of all: known when it was collected to the end.
  public boolean isAtEnd() {
    return chunk == null && result.isEnded();
  }

  /// Gives up what was not read, and leaves the batches that were. Idempotent.
  public void closeResult() {
    closeChunk();
    result.close();
  }

  /// Does what [#closeResult] does, and ends all batches; without a word to the engine after it.
  /// Idempotent.
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      closeResult();
      filling.close();
      if (filled != null) {
        filled.close();
      }
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
    List<ColumnBuffer> columns = filling.columns();
    long total = 0;
    for (int i = 0; i < columns.size(); i++) {
      total += columns.get(i).bytes(source.vector(i), chunkRow, rows);
    }
    return total;
  }

  private void append(Chunk source, int rows) {
    List<ColumnBuffer> columns = filling.columns();
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).append(source.vector(i), chunkRow, rows);
    }
    chunkRow += rows;
  }

  private VectorSchemaRoot load(int rows) {
    Buffers full = filling;
    for (int i = 0; i < full.columns().size(); i++) {
      full.columns().get(i).load(full.root().getVector(i));
    }
    full.root().setRowCount(rows);
    filling = filled == null ? buffers(schema, allocator) : filled;
    filled = full;
    return full.root();
  }

  private void closeChunk() {
    if (chunk != null) {
      chunk.close();
      chunk = null;
    }
  }
}
