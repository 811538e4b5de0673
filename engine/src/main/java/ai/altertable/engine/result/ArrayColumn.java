package ai.altertable.engine.result;

import ai.altertable.engine.capi.NativeVector;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;

/// Lists of one fixed size, side by side. A NULL has its place among the elements too.
final class ArrayColumn implements ColumnBuffer {
  private final int size;
  private final BitBuffer validity;
  private final ColumnBuffer elements;

  ArrayColumn(BufferAllocator allocator, int size, ColumnBuffer elements) {
    this.size = size;
    this.validity = new BitBuffer(allocator);
    this.elements = elements;
  }

  @Override
  public void append(NativeVector vector, long from, long count) {
    validity.appendMask(vector.validity(), from, count);
    elements.append(vector.arrayChild(), from * size, count * size);
  }

  @Override
  public long bytes(NativeVector vector, long from, long count) {
    return elements.bytes(vector.arrayChild(), from * size, count * size);
  }

  @Override
  public void load(FieldVector target) {
    target.loadFieldBuffers(
        new ArrowFieldNode(validity.bits(), validity.zeros()), List.of(validity.buffer()));
    elements.load(target.getChildrenFromFields().getFirst());
  }

  @Override
  public void clear() {
    validity.clear();
    elements.clear();
  }

  @Override
  public void close() {
    validity.close();
    elements.close();
  }
}
