package ai.altertable.engine.result;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import ai.altertable.engine.capi.NativeMemory;

/// An unsigned integer in as few bytes as it needs, seven bits in each, lowest first.
///
/// @param end the address behind it
record Varint(long value, long end) {
  static Varint at(long address) {
    long value = 0;
    long end = address;
    for (int shift = 0; ; shift += 7) {
      byte next = NativeMemory.ALL.get(JAVA_BYTE, end++);
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return new Varint(value, end);
      }
    }
  }
}
