package ai.altertable.engine.result;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import ai.altertable.engine.capi.NativeMemory;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/// The offsets of texts or lists: Arrow keeps where each begins, and at last where the last one
/// ends.
final class Offsets implements AutoCloseable {
  private final GrowingBuffer offsets;
  private long end;

  Offsets(BufferAllocator allocator) {
    this.offsets = new GrowingBuffer(allocator);
  }

  /// Where what was appended so far ends.
  long end() {
    return end;
  }

  void end(long newEnd) {
    end = newEnd;
  }

  /// Makes space for so many further ends.
  ///
  /// @return where they are to be written, as 32-bit integers
  long append(long count) {
    if (offsets.size() == 0) {
      writeFirst();
    }
    return offsets.append(4 * count);
  }

  void appendEnd(long newEnd) {
    end = checked(newEnd);
    NativeMemory.ALL.set(JAVA_INT_UNALIGNED, append(1), (int) newEnd);
  }

  /// @throws PlatformException when an end does not fit Arrow's offsets
  static long checked(long end) {
    if (end > Integer.MAX_VALUE) {
      throw new PlatformException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "a value of the answer is larger than 2 GiB; ask for a part of it");
    }
    return end;
  }

  ArrowBuf buffer() {
    if (offsets.size() == 0) {
      writeFirst();
    }
    return offsets.buffer();
  }

  void clear() {
    end = 0;
    offsets.clear();
  }

  @Override
  public void close() {
    end = 0;
    offsets.close();
  }

  private void writeFirst() {
    NativeMemory.ALL.set(JAVA_INT_UNALIGNED, offsets.append(4), 0);
  }
}
