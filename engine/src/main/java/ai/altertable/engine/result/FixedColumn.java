package ai.altertable.engine.result;

import ai.altertable.engine.capi.NativeMemory;
import ai.altertable.engine.capi.NativeVector;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;

/// Values that DuckDB and Arrow lay out alike: copied in one piece.
final class FixedColumn implements ColumnBuffer {
  private final int width;
  private final BitBuffer validity;
  private final GrowingBuffer cells;

  /// @param width of a value, in bytes
  FixedColumn(BufferAllocator allocator, int width) {
    this.width = width;
    this.validity = new BitBuffer(allocator);
    this.cells = new GrowingBuffer(allocator);
  }

  @Override
  public void append(NativeVector vector, long from, long count) {
    validity.appendMask(vector.validity(), from, count);
    long bytes = count * width;
    long target = cells.append(bytes);
    MemorySegment.copy(
        NativeMemory.ALL, vector.cells() + from * width, NativeMemory.ALL, target, bytes);
  }

  @Override
  public long bytes(NativeVector vector, long from, long count) {
    return count * width;
  }

  @Override
  public void load(FieldVector target) {
    target.loadFieldBuffers(
        new ArrowFieldNode(validity.bits(), validity.zeros()),
        List.of(validity.buffer(), cells.buffer()));
  }

  @Override
  public void clear() {
    validity.clear();
    cells.clear();
  }

  @Override
  public void close() {
    validity.close();
    cells.close();
  }
}
