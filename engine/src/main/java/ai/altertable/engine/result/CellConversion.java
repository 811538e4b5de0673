package ai.altertable.engine.result;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import ai.altertable.engine.capi.NativeMemory;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// How values whose layouts differ become 16 bytes in Arrow.
enum CellConversion {
  /// A DECIMAL of up to 4 digits.
  WIDEN_16(2) {
    @Override
    void convert(long source, long target, long count) {
      for (long i = 0; i < count; i++) {
        widen(NativeMemory.ALL.get(JAVA_SHORT_UNALIGNED, source + 2 * i), target + 16 * i);
      }
    }
  },
  /// A DECIMAL of up to 9 digits.
  WIDEN_32(4) {
    @Override
    void convert(long source, long target, long count) {
      for (long i = 0; i < count; i++) {
        widen(NativeMemory.ALL.get(JAVA_INT_UNALIGNED, source + 4 * i), target + 16 * i);
      }
    }
  },
  /// A DECIMAL of up to 18 digits.
  WIDEN_64(8) {
    @Override
    void convert(long source, long target, long count) {
      for (long i = 0; i < count; i++) {
        widen(NativeMemory.ALL.get(JAVA_LONG_UNALIGNED, source + 8 * i), target + 16 * i);
      }
    }
  },
  /// A UUID: DuckDB keeps it as a 128-bit integer with its top bit turned over, lower word first.
  UUID(16) {
    @Override
    void convert(long source, long target, long count) {
      for (long at = 0; at < 16 * count; at += 16) {
        long lower = NativeMemory.ALL.get(JAVA_LONG_UNALIGNED, source + at);
        long upper = NativeMemory.ALL.get(JAVA_LONG_UNALIGNED, source + at + 8) ^ Long.MIN_VALUE;
        NativeMemory.ALL.set(BIG_ENDIAN, target + at, upper);
        NativeMemory.ALL.set(BIG_ENDIAN, target + at + 8, lower);
      }
    }
  };

  private static final ValueLayout.OfLong BIG_ENDIAN =
      JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  /// Bytes of a value in DuckDB.
  final int sourceWidth;

  CellConversion(int sourceWidth) {
    this.sourceWidth = sourceWidth;
  }

  /// Converts `count` values that lie side by side.
  abstract void convert(long source, long target, long count);

  private static void widen(long value, long target) {
    NativeMemory.ALL.set(JAVA_LONG_UNALIGNED, target, value);
    NativeMemory.ALL.set(JAVA_LONG_UNALIGNED, target + 8, value >> 63);
  }
}
