package ai.altertable.engine.result;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import ai.altertable.engine.capi.NativeMemory;
import ai.altertable.engine.capi.NativeVector;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;

/// Lists, and maps, which are lists of entries. DuckDB's lists name any part of their child vector,
/// mostly one after the other: neighbours are appended together.
final class ListColumn implements ColumnBuffer {
  /// Does something with a run of elements that lie side by side.
  @FunctionalInterface
  private interface Run {
    void accept(long from, long count);
  }

  private final BitBuffer validity;
  private final Offsets offsets;
  private final ColumnBuffer elements;

  ListColumn(BufferAllocator allocator, ColumnBuffer elements) {
    this.validity = new BitBuffer(allocator);
    this.offsets = new Offsets(allocator);
    this.elements = elements;
  }

  @Override
  public void append(NativeVector vector, long from, long count) {
    long mask = vector.validity();
    long cells = vector.cells();
    validity.appendMask(mask, from, count);
    for (long row = from; row < from + count; row++) {
      offsets.appendEnd(offsets.end() + length(cells, mask, row));
    }
    NativeVector child = vector.listChild();
    forEachRun(cells, mask, from, count, (first, length) -> elements.append(child, first, length));
  }

  @Override
  public long bytes(NativeVector vector, long from, long count) {
    NativeVector child = vector.listChild();
    long[] total = {4 * count};
    forEachRun(
        vector.cells(),
        vector.validity(),
        from,
        count,
        (first, length) -> total[0] += elements.bytes(child, first, length));
    return total[0];
  }

  @Override
  public void load(FieldVector target) {
    target.loadFieldBuffers(
        new ArrowFieldNode(validity.bits(), validity.zeros()),
        List.of(validity.buffer(), offsets.buffer()));
    elements.load(target.getChildrenFromFields().getFirst());
  }

  @Override
  public void clear() {
    validity.clear();
    offsets.clear();
    elements.clear();
  }

  @Override
  public void close() {
    validity.close();
    offsets.close();
    elements.close();
  }

  private static void forEachRun(long cells, long mask, long from, long count, Run run) {
    long first = 0;
    long end = 0;
    for (long row = from; row < from + count; row++) {
      long length = length(cells, mask, row);
      if (length == 0) {
        continue;
      }
      long offset = NativeMemory.ALL.get(JAVA_LONG_UNALIGNED, cells + 16 * row);
      if (offset != end) {
        accept(run, first, end);
        first = offset;
      }
      end = offset + length;
    }
    accept(run, first, end);
  }

  private static void accept(Run run, long first, long end) {
    if (end > first) {
      run.accept(first, end - first);
    }
  }

  /// The cell of a NULL holds anything.
  private static long length(long cells, long mask, long row) {
    return Validity.isValid(mask, row)
        ? NativeMemory.ALL.get(JAVA_LONG_UNALIGNED, cells + 16 * row + 8)
        : 0;
  }
}
