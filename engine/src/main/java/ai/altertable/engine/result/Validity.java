package ai.altertable.engine.result;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import ai.altertable.engine.capi.NativeMemory;

/// DuckDB's validity masks.
final class Validity {
  private Validity() {}

  /// @param mask the mask's address, 0 when nothing is NULL
  static boolean isValid(long mask, long row) {
    return mask == 0
        || (NativeMemory.ALL.get(JAVA_LONG_UNALIGNED, mask + (row >> 6) * 8) >>> row & 1) != 0;
  }
}
