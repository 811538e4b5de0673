package ai.altertable.engine.result;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import ai.altertable.engine.capi.NativeMemory;
import ai.altertable.engine.capi.NativeVector;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;

/// Text and bytes, as they are.
final class TextColumn implements ColumnBuffer {
  private final BitBuffer validity;
  private final Offsets offsets;
  private final GrowingBuffer content;

  TextColumn(BufferAllocator allocator) {
    this.validity = new BitBuffer(allocator);
    this.offsets = new Offsets(allocator);
    this.content = new GrowingBuffer(allocator);
  }

  @Override
  public void append(NativeVector vector, long from, long count) {
    long mask = vector.validity();
    long cells = vector.cells() + from * DuckString.WIDTH;
    validity.appendMask(mask, from, count);
    long first = offsets.end();
    long ends = offsets.append(count);
    long total = appendEnds(cells, mask, from, count, first, ends);
    long target = content.append(total - first);
    copy(cells, count, first, ends, target - first);
    offsets.end(total);
  }

  /// Writes where each text ends.
  ///
  /// @return where the last one does
  private static long appendEnds(
      long cells, long mask, long from, long count, long first, long ends) {
    long end = first;
    for (long i = 0; i < count; i++) {
      // The cell of a NULL holds anything.
      if (Validity.isValid(mask, from + i)) {
        end += DuckString.length(cells + i * DuckString.WIDTH);
      }
      NativeMemory.ALL.set(JAVA_INT_UNALIGNED, ends + 4 * i, (int) end);
    }
    return Offsets.checked(end);
  }

  private static void copy(long cells, long count, long first, long ends, long base) {
    long begin = first;
    for (long i = 0; i < count; i++) {
      long end = NativeMemory.ALL.get(JAVA_INT_UNALIGNED, ends + 4 * i);
      if (end > begin) {
        DuckString.copy(cells + i * DuckString.WIDTH, end - begin, base + begin);
      }
      begin = end;
    }
  }

  @Override
  public long bytes(NativeVector vector, long from, long count) {
    long mask = vector.validity();
    long cells = vector.cells();
    long total = 4 * count;
    for (long i = from; i < from + count; i++) {
      if (Validity.isValid(mask, i)) {
        total += DuckString.length(cells + i * DuckString.WIDTH);
      }
    }
    return total;
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
