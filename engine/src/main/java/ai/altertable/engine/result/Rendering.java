package ai.altertable.engine.result;

import ai.altertable.engine.capi.NativeVector;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/// How values that Arrow has no layout for become text.
enum Rendering {
  /// Decimal digits of an integer of any size. DuckDB keeps three bytes of header, whose top bit is
  /// set for what is not negative, then the magnitude, big endian, turned over for what is
  /// (`common/types/bignum.cpp`).
  BIGNUM(3) {
    @Override
    Texts of(NativeVector vector) {
      long cells = vector.cells();
      return row -> bignum(DuckString.bytes(cells + row * DuckString.WIDTH));
    }
  },
  /// `0` and `1`. DuckDB keeps the number of bits to leave out in the first byte
  /// (`common/types/bit.cpp`).
  BIT(8) {
    @Override
    Texts of(NativeVector vector) {
      long cells = vector.cells();
      return row -> bits(DuckString.bytes(cells + row * DuckString.WIDTH));
    }
  },
  /// JSON text.
  VARIANT(4) {
    @Override
    Texts of(NativeVector vector) {
      VariantVector variants = new VariantVector(vector);
      return row -> VariantJson.of(variants, row).getBytes(StandardCharsets.UTF_8);
    }
  };

  /// The texts of a vector's cells that are not NULL.
  @FunctionalInterface
  interface Texts {
    byte[] at(long row);
  }

  /// About how many bytes of text a byte in DuckDB becomes.
  final int growth;

  Rendering(int growth) {
    this.growth = growth;
  }

  abstract Texts of(NativeVector vector);

  /// Where the cells are whose length tells how long the text will be.
  long measure(NativeVector vector) {
    return this == VARIANT ? vector.structChild(VariantVector.DATA).cells() : vector.cells();
  }

  static byte[] bignum(byte[] stored) {
    return bignumValue(stored).toString().getBytes(StandardCharsets.US_ASCII);
  }

  static BigInteger bignumValue(byte[] stored) {
    boolean negative = stored[0] >= 0;
    byte[] magnitude = new byte[stored.length - 3];
    for (int i = 0; i < magnitude.length; i++) {
      magnitude[i] = (byte) (negative ? ~stored[i + 3] : stored[i + 3]);
    }
    return new BigInteger(negative ? -1 : 1, magnitude);
  }

  static byte[] bits(byte[] stored) {
    int padding = stored[0];
    byte[] text = new byte[8 * (stored.length - 1) - padding];
    for (int i = 0; i < text.length; i++) {
      int bit = i + padding;
      text[i] = (byte) ('0' + (stored[1 + bit / 8] >> (7 - bit % 8) & 1));
    }
    return text;
  }
}
