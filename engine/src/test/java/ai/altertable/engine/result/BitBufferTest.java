package ai.altertable.engine.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

class BitBufferTest {
  private static final int BITS = 4096;

  @Test
  void collectsAnyPartsOfMasksAndBooleansAtAnyPlace() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (BufferAllocator allocator = new RootAllocator();
        Arena arena = Arena.ofConfined();
        BitBuffer buffer = new BitBuffer(allocator)) {
      MemorySegment mask = arena.allocate(BITS / 8, 8);
      MemorySegment booleans = arena.allocate(BITS);
      for (int i = 0; i < BITS; i++) {
        booleans.set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt(2));
      }
      for (int i = 0; i < BITS / 64; i++) {
        mask.setAtIndex(ValueLayout.JAVA_LONG, i, random.nextLong());
      }
      BitSet maskBits = BitSet.valueOf(mask.toArray(ValueLayout.JAVA_LONG));
      for (int round = 0; round < 200; round++) {
        BitSet expected = new BitSet();
        int length = 0;
        buffer.clear();
        for (int part = random.nextInt(12); part >= 0; part--) {
          int from = random.nextInt(BITS);
          int count = random.nextInt(Math.min(300, BITS - from) + 1);
          int source = random.nextInt(3);
          switch (source) {
            case 0 -> buffer.appendMask(mask.address(), from, count);
            case 1 -> buffer.appendBooleans(booleans.address() + from, count);
            default -> buffer.appendOnes(count);
          }
          for (int i = 0; i < count; i++) {
            expected.set(
                length++,
                switch (source) {
                  case 0 -> maskBits.get(from + i);
                  case 1 -> booleans.get(ValueLayout.JAVA_BYTE, from + i) == 1;
                  default -> true;
                });
          }
        }
        byte[] collected = new byte[(length + 7) / 8];
        buffer.buffer().getBytes(0, collected);

        assertThat(BitSet.valueOf(collected)).as("seed %d", seed).isEqualTo(expected);
        assertThat(buffer.bits()).isEqualTo(length);
        assertThat(buffer.zeros()).isEqualTo(length - expected.cardinality());
      }
    }
  }
}
