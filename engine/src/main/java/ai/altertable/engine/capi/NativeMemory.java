package ai.altertable.engine.capi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// The process's whole address space as one segment, so that DuckDB's memory is read and copied by
/// absolute address without an object for each piece.
///
/// Nothing here is bounds-checked against what DuckDB allocated: callers pass addresses and lengths
/// that DuckDB gave them.
public final class NativeMemory {
  public static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private NativeMemory() {}

  static long pointer(long address) {
    return ALL.get(JAVA_LONG_UNALIGNED, address);
  }

  /// Reads `length` bytes of UTF-8.
  public static String text(long address, int length) {
    byte[] bytes = new byte[length];
    MemorySegment.copy(ALL, JAVA_BYTE, address, bytes, 0, length);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// Reads a string that ends with a zero byte; empty for a null pointer.
  static String cString(long address) {
    return address == 0 ? "" : ALL.getString(address);
  }
}
