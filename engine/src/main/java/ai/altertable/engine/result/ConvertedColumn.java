package ai.altertable.engine.result;

import ai.altertable.engine.capi.NativeVector;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;

/// Values of 16 bytes in Arrow that DuckDB keeps in another form.
final class ConvertedColumn implements ColumnBuffer {
  private static final int WIDTH = 16;

  private final CellConversion conversion;
  private final BitBuffer validity;
  private final GrowingBuffer cells;

  ConvertedColumn(BufferAllocator allocator, CellConversion conversion) {
    this.conversion = conversion;
    this.validity = new BitBuffer(allocator);
    this.cells = new GrowingBuffer(allocator);
  }

  @Override
  public void append(NativeVector vector, long from, long count) {
    validity.appendMask(vector.validity(), from, count);
    long source = vector.cells() + from * conversion.sourceWidth;
    conversion.convert(source, cells.append(count * WIDTH), count);
  }

  @Override
  public long bytes(NativeVector vector, long from, long count) {
    return count * WIDTH;
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
