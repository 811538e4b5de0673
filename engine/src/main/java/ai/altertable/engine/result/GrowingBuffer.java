package ai.altertable.engine.result;

import ai.altertable.engine.capi.NativeMemory;
import java.lang.foreign.MemorySegment;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/// Bytes that are collected for an Arrow buffer, and the memory for the next ones.
///
/// The memory is used again for the next batch, unless a reader has retained it: then the reader
/// keeps it and new memory is taken.
final class GrowingBuffer implements AutoCloseable {
  /// Writers may overwrite so much behind what they append, which saves them from counting bytes.
  static final int SLACK = 16;

  private static final long CAPACITY_MIN = 256;

  private final BufferAllocator allocator;
  private @Nullable ArrowBuf memory;
  private long size;

  GrowingBuffer(BufferAllocator allocator) {
    this.allocator = allocator;
  }

  long size() {
    return size;
  }

  /// Where the first byte is. Changes whenever space is made.
  long address() {
    return memory == null ? 0 : memory.memoryAddress();
  }

  /// Makes space for so many bytes more and counts them as written.
  ///
  /// @return where they are to be written
  long append(long bytes) {
    long at = size;
    ensure(size + bytes);
    size += bytes;
    return address() + at;
  }

  /// Makes space for so many bytes in all, without counting them as written.
  void ensure(long bytes) {
    if (memory == null || bytes + SLACK > memory.capacity()) {
      grow(bytes + SLACK);
    }
  }

  /// The buffer for a vector to retain; it stays ours too.
  ArrowBuf buffer() {
    if (memory == null) {
      return allocator.getEmpty();
    }
    return memory.readerIndex(0).writerIndex(size);
  }

  /// Forgets the bytes, to begin the next batch.
  void clear() {
    size = 0;
    if (memory != null && memory.refCnt() > 1) {
      close();
    }
  }

  /// Gives the memory back; the buffer can be filled anew.
  @Override
  public void close() {
    size = 0;
    if (memory != null) {
      memory.close();
      memory = null;
    }
  }

  private void grow(long needed) {
    ArrowBuf old = memory;
    long doubled = old == null ? CAPACITY_MIN : 2 * old.capacity();
    ArrowBuf fresh = allocator.buffer(Math.max(needed, doubled));
    if (old != null) {
      MemorySegment.copy(
          NativeMemory.ALL, old.memoryAddress(), NativeMemory.ALL, fresh.memoryAddress(), size);
      old.close();
    }
    memory = fresh;
  }
}
