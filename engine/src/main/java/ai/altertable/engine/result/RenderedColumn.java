package ai.altertable.engine.result;

import ai.altertable.engine.capi.NativeMemory;
import ai.altertable.engine.capi.NativeVector;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;

/// Values of rare types that are given as text, made one by one.
final class RenderedColumn implements ColumnBuffer {
  private final Rendering rendering;
  private final BitBuffer validity;
  private final Offsets offsets;
  private final GrowingBuffer content;

  RenderedColumn(BufferAllocator allocator, Rendering rendering) {
    this.rendering = rendering;
    this.validity = new BitBuffer(allocator);
    this.offsets = new Offsets(allocator);
    this.content = new GrowingBuffer(allocator);
  }

  @Override
  public void append(NativeVector vector, long from, long count) {
    long mask = vector.validity();
    Rendering.Texts texts = rendering.of(vector);
    validity.appendMask(mask, from, count);
    for (long row = from; row < from + count; row++) {
      appendText(Validity.isValid(mask, row) ? texts.at(row) : new byte[0]);
    }
  }

  private void appendText(byte[] text) {
    offsets.appendEnd(offsets.end() + text.length);
    MemorySegment.copy(
        text, 0, NativeMemory.ALL, ValueLayout.JAVA_BYTE, content.append(text.length), text.length);
  }

  @Override
  public long bytes(NativeVector vector, long from, long count) {
    long mask = vector.validity();
    long cells = rendering.measure(vector);
    long total = 0;
    for (long row = from; row < from + count; row++) {
      if (Validity.isValid(mask, row)) {
        total += DuckString.length(cells + row * DuckString.WIDTH);
      }
    }
    return total * rendering.growth + 4 * count;
  }

  @Override
  public void load(FieldVector target) {
    target.loadFieldBuffers(
        new ArrowFieldNode(validity.bits(), validity.zeros()),
        List.of(validity.buffer(), offsets.buffer(), content.buffer()));
  }

  @Override
  public void clear() {
    validity.clear();
    offsets.clear();
    content.clear();
  }

  @Override
  public void close() {
    validity.close();
    offsets.close();
    content.close();
  }
}
