package ai.altertable.engine.result;

import ai.altertable.engine.capi.NativeVector;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;

/// Structs, and unions, which are structs of a tag and all members.
final class StructColumn implements ColumnBuffer {
  private final BitBuffer validity;
  private final List<ColumnBuffer> members;

  StructColumn(BufferAllocator allocator, List<ColumnBuffer> members) {
    this.validity = new BitBuffer(allocator);
    this.members = List.copyOf(members);
  }

  @Override
  public void append(NativeVector vector, long from, long count) {
    validity.appendMask(vector.validity(), from, count);
    for (int i = 0; i < members.size(); i++) {
      members.get(i).append(vector.structChild(i), from, count);
    }
  }

  @Override
  public long bytes(NativeVector vector, long from, long count) {
    long total = 0;
    for (int i = 0; i < members.size(); i++) {
      total += members.get(i).bytes(vector.structChild(i), from, count);
    }
    return total;
  }

  @Override
  public void load(FieldVector target) {
    target.loadFieldBuffers(
        new ArrowFieldNode(validity.bits(), validity.zeros()), List.of(validity.buffer()));
    List<FieldVector> children = target.getChildrenFromFields();
    for (int i = 0; i < members.size(); i++) {
      members.get(i).load(children.get(i));
    }
  }

  @Override
  public void clear() {
    validity.clear();
    members.forEach(ColumnBuffer::clear);
  }

  @Override
  public void close() {
    validity.close();
    members.forEach(ColumnBuffer::close);
  }
}
