package ai.altertable.engine.result;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import ai.altertable.engine.capi.NativeMemory;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/// Bits that are collected for an Arrow buffer, from the lowest of each byte, 64 at a time wherever
/// they begin.
final class BitBuffer implements AutoCloseable {
  private final GrowingBuffer words;
  private long bits;
  private long zeros;

  BitBuffer(BufferAllocator allocator) {
    this.words = new GrowingBuffer(allocator);
  }

  /// How many bits were appended.
  long bits() {
    return bits;
  }

  /// How many of them are 0.
  long zeros() {
    return zeros;
  }

  /// Appends a part of one of DuckDB's validity masks.
  ///
  /// @param mask its address; 0 stands for all ones
  void appendMask(long mask, long from, long count) {
    ensure(count);
    for (long done = 0; done < count; ) {
      int take = take(count - done);
      write(mask == 0 ? -1L : maskBits(mask, from + done, take), take);
      done += take;
    }
  }

  /// Appends a bit for each of DuckDB's booleans, which are bytes.
  void appendBooleans(long address, long count) {
    ensure(count);
    for (long done = 0; done < count; ) {
      int take = take(count - done);
      write(booleanBits(address + done, take), take);
      done += take;
    }
  }

  void appendOnes(long count) {
    appendMask(0, 0, count);
  }

  ArrowBuf buffer() {
    return words.buffer();
  }

  void clear() {
    bits = 0;
    zeros = 0;
    words.clear();
  }

  @Override
  public void close() {
    clear();
    words.close();
  }

  private void ensure(long count) {
    long bytes = (bits + count + 63) / 64 * 8;
    words.append(bytes - words.size());
  }

  /// How many bits fit into the word that the next bit belongs to.
  private int take(long left) {
    return (int) Math.min(64 - (bits & 63), left);
  }

  /// Writes the lowest `count` bits, which all fit into one word.
  private void write(long value, int count) {
    long masked = count == 64 ? value : value & ((1L << count) - 1);
    int shift = (int) (bits & 63);
    long word = words.address() + (bits >> 6) * 8;
    long before =
        shift == 0 ? 0 : NativeMemory.ALL.get(JAVA_LONG_UNALIGNED, word) & ((1L << shift) - 1);
    NativeMemory.ALL.set(JAVA_LONG_UNALIGNED, word, before | masked << shift);
    bits += count;
    zeros += count - Long.bitCount(masked);
  }

  private static long maskBits(long mask, long from, int count) {
    long word = mask + (from >> 6) * 8;
    int shift = (int) (from & 63);
    long value = NativeMemory.ALL.get(JAVA_LONG_UNALIGNED, word) >>> shift;
    return shift + count > 64
        ? value | NativeMemory.ALL.get(JAVA_LONG_UNALIGNED, word + 8) << (64 - shift)
        : value;
  }

  private static long booleanBits(long address, int count) {
    long value = 0;
    int done = 0;
    for (; done + 8 <= count; done += 8) {
      long bytes = NativeMemory.ALL.get(JAVA_LONG_UNALIGNED, address + done) & 0x0101010101010101L;
      // Moves the lowest bit of byte i to bit 56 + i.
      value |= ((bytes * 0x0102040810204080L) >>> 56) << done;
    }
    for (; done < count; done++) {
      value |= (NativeMemory.ALL.get(JAVA_BYTE, address + done) & 1L) << done;
    }
    return value;
  }
}
