package ai.altertable.engine.result;

import ai.altertable.engine.capi.NativeVector;
import org.apache.arrow.vector.FieldVector;

/// Collects the cells of one column, or of a part of one, for a batch, in Arrow's layout. Confined
/// to the thread that reads the result.
sealed interface ColumnBuffer extends AutoCloseable
    permits FixedColumn,
        BooleanColumn,
        ConvertedColumn,
        TextColumn,
        RenderedColumn,
        ListColumn,
        ArrayColumn,
        StructColumn,
        NullColumn {

  /// Appends the cells `from` to `from + count` of a vector.
  void append(NativeVector vector, long from, long count);

  /// About how many bytes these cells will take here.
  long bytes(NativeVector vector, long from, long count);

  /// Shows everything that was collected to a vector, which retains the memory.
  void load(FieldVector target);

  /// Forgets what was collected, to begin the next batch.
  void clear();

  /// Gives the memory back.
  @Override
  void close();
}
