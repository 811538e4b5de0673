package ai.altertable.rest.ndjson;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Writes bytes as pairs of lower-case hexadecimal digits.
final class Hex {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final short[] PAIRS = pairs();

  private Hex() {}

  /// Writes two digits at `at`.
  static void write(byte value, byte[] to, int at) {
    SHORT.set(to, at, PAIRS[value & 0xFF]);
  }

  private static short[] pairs() {
    byte[] digits = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    short[] pairs = new short[256];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = (short) (digits[i >> 4] | (digits[i & 0xF] << 8));
    }
    return pairs;
  }
}
