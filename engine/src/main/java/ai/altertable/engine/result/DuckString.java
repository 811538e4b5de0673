package ai.altertable.engine.result;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import ai.altertable.engine.capi.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// DuckDB's `string_t`: 16 bytes of length and either up to 12 bytes of content, or a prefix and a
/// pointer (`common/types/string_type.hpp`).
final class DuckString {
  static final int WIDTH = 16;

  private static final int INLINED_MAX = 12;

  private DuckString() {}

  static long length(long cell) {
    return Integer.toUnsignedLong(NativeMemory.ALL.get(JAVA_INT_UNALIGNED, cell));
  }

  /// Where the content of a cell lies.
  static long content(long cell, long length) {
    return length <= INLINED_MAX ? cell + 4 : NativeMemory.ALL.get(JAVA_LONG_UNALIGNED, cell + 8);
  }

  /// Copies a cell's content; up to 12 bytes behind the target may be overwritten.
  static void copy(long cell, long length, long target) {
    if (length <= INLINED_MAX) {
      NativeMemory.ALL.set(
          JAVA_LONG_UNALIGNED, target, NativeMemory.ALL.get(JAVA_LONG_UNALIGNED, cell + 4));
      NativeMemory.ALL.set(
          JAVA_INT_UNALIGNED, target + 8, NativeMemory.ALL.get(JAVA_INT_UNALIGNED, cell + 12));
    } else {
      copyLong(NativeMemory.ALL.get(JAVA_LONG_UNALIGNED, cell + 8), length, target);
    }
  }

  static byte[] bytes(long cell) {
    long length = length(cell);
    byte[] bytes = new byte[Math.toIntExact(length)];
    MemorySegment.copy(
        NativeMemory.ALL, ValueLayout.JAVA_BYTE, content(cell, length), bytes, 0, bytes.length);
    return bytes;
  }

  /// Short contents word by word, as calling a bulk copy costs more than it saves; the last word
  /// overlaps the one before.
  private static void copyLong(long source, long length, long target) {
    if (length > 64) {
      MemorySegment.copy(NativeMemory.ALL, source, NativeMemory.ALL, target, length);
      return;
    }
    long last = length - 8;
    for (long at = 0; at < last; at += 8) {
      NativeMemory.ALL.set(
          JAVA_LONG_UNALIGNED, target + at, NativeMemory.ALL.get(JAVA_LONG_UNALIGNED, source + at));
    }
    NativeMemory.ALL.set(
        JAVA_LONG_UNALIGNED,
        target + last,
        NativeMemory.ALL.get(JAVA_LONG_UNALIGNED, source + last));
  }
}
