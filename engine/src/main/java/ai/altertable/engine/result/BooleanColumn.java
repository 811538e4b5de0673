package ai.altertable.engine.result;

import ai.altertable.engine.capi.NativeVector;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;

/// Booleans: a byte each in DuckDB, a bit each in Arrow.
final class BooleanColumn implements ColumnBuffer {
  private final BitBuffer validity;
  private final BitBuffer cells;

  BooleanColumn(BufferAllocator allocator) {
    this.validity = new BitBuffer(allocator);
    this.cells = new BitBuffer(allocator);
  }

  @Override
  public void append(NativeVector vector, long from, long count) {
    validity.appendMask(vector.validity(), from, count);
    cells.appendBooleans(vector.cells() + from, count);
  }

  @Override
  public long bytes(NativeVector vector, long from, long count) {
    return count / 8 + 1;
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
