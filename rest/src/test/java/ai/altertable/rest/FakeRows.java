package ai.altertable.rest;

import ai.altertable.foundation.session.RowSchema;
import ai.altertable.foundation.session.Rows;
import ai.altertable.rest.ndjson.Batches;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/// Rows that come batch by batch, as a test lays them out.
final class FakeRows implements Rows {
  private final BufferAllocator allocator;
  private final RowSchema schema;

  /// Each gives the columns of a batch, or throws.
  private final Deque<Supplier<List<List<Object>>>> batches;

  private @Nullable VectorSchemaRoot current;

  private FakeRows(
      BufferAllocator allocator,
      RowSchema schema,
      List<? extends Supplier<List<List<Object>>>> batches) {
    this.allocator = allocator;
    this.schema = schema;
    this.batches = new ArrayDeque<>(batches);
  }

  static FakeRows of(
      BufferAllocator allocator,
      RowSchema schema,
      List<? extends Supplier<List<List<Object>>>> batches) {
    return new FakeRows(allocator, schema, batches);
  }

  /// One batch with one row.
  static FakeRows row(BufferAllocator allocator, RowSchema schema, Object... values) {
    List<List<Object>> columns = new ArrayList<>();
    for (Object value : values) {
      columns.add(List.of(value));
    }
    return new FakeRows(allocator, schema, List.of(() -> columns));
  }

  static FakeRows none(BufferAllocator allocator, RowSchema schema) {
    return new FakeRows(allocator, schema, List.of());
  }

  @Override
  public RowSchema schema() {
    return schema;
  }

  @Override
  public @Nullable VectorSchemaRoot next() {
    close();
    Supplier<List<List<Object>>> next = batches.poll();
    if (next == null) {
      return null;
    }
    current = Batches.batch(allocator, schema, next.get());
    return current;
  }

  @Override
  public void close() {
    if (current != null) {
      current.close();
      current = null;
    }
  }
}
