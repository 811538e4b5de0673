package ai.altertable.engine.result;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import ai.altertable.engine.capi.NativeMemory;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Writes VARIANT values as DuckDB's cast to JSON does. What JSON has no type for becomes a string;
/// NaN and the infinities are written bare, as DuckDB writes and reads them.
final class VariantJson {
  private static final int DEPTH_MAX = 200;

  private final VariantVector variants;
  private final long row;
  private final StringBuilder json = new StringBuilder();
  private int depth;

  private VariantJson(VariantVector variants, long row) {
    this.variants = variants;
    this.row = row;
  }

  static String of(VariantVector variants, long row) {
    VariantJson writer = new VariantJson(variants, row);
    writer.write(0);
    return writer.json.toString();
  }

  /// The numbers are DuckDB's `VariantLogicalType`.
  private void write(long value) {
    long at = variants.address(row, value);
    switch (variants.type(row, value)) {
      case 0 -> json.append("null");
      case 1 -> json.append("true");
      case 2 -> json.append("false");
      case 3 -> json.append(NativeMemory.ALL.get(JAVA_BYTE, at));
      case 4 -> json.append(NativeMemory.ALL.get(JAVA_SHORT_UNALIGNED, at));
      case 5 -> json.append(intAt(at));
      case 6 -> json.append(longAt(at));
      case 7 -> json.append(hugeintAt(at));
      case 8 -> json.append(NativeMemory.ALL.get(JAVA_BYTE, at) & 0xFF);
      case 9 -> json.append(NativeMemory.ALL.get(JAVA_SHORT_UNALIGNED, at) & 0xFFFF);
      case 10 -> json.append(Integer.toUnsignedLong(intAt(at)));
      case 11 -> json.append(Long.toUnsignedString(longAt(at)));
      case 12 -> json.append(uhugeintAt(at));
      case 13 -> json.append(NumberTexts.json(NativeMemory.ALL.get(JAVA_FLOAT_UNALIGNED, at)));
      case 14 -> json.append(NumberTexts.json(NativeMemory.ALL.get(JAVA_DOUBLE_UNALIGNED, at)));
      case 15 -> json.append(decimalAt(at).toPlainString());
      case 16 -> JsonString.append(json, new String(bytesAt(at), StandardCharsets.UTF_8));
      case 17 -> JsonString.append(json, BlobText.of(bytesAt(at)));
      case 18 -> string(new UUID(longAt(at + 8) ^ Long.MIN_VALUE, longAt(at)).toString());
      case 19 -> string(TimeTexts.date(intAt(at)));
      case 20 -> string(TimeTexts.time(longAt(at), 6));
      case 21 -> string(TimeTexts.time(longAt(at), 9));
      case 22 -> string(TimeTexts.timestamp(longAt(at), 0));
      case 23 -> string(TimeTexts.timestamp(longAt(at), 3));
      case 24 -> string(TimeTexts.timestamp(longAt(at), 6));
      case 25 -> string(TimeTexts.timestamp(longAt(at), 9));
      case 26 -> string(TimeTexts.timeTz(longAt(at)));
      case 27 -> string(TimeTexts.timestampTz(longAt(at)));
      case 28 -> string(TimeTexts.interval(intAt(at), intAt(at + 4), longAt(at + 8)));
      case 29 -> nested(at, '{', '}', true);
      case 30 -> nested(at, '[', ']', false);
      case 31 -> json.append(Rendering.bignumValue(bytesAt(at)));
      case 32 -> string(new String(Rendering.bits(bytesAt(at)), StandardCharsets.US_ASCII));
      case 33 -> string(WellKnownText.of(bytesAt(at)));
      default -> throw unreadable("of a type that is not known here");
    }
  }

  private void nested(long at, char open, char close, boolean keyed) {
    if (++depth > DEPTH_MAX) {
      throw unreadable("nested more than " + DEPTH_MAX + " deep");
    }
    Varint count = Varint.at(at);
    long first = count.value() == 0 ? 0 : Varint.at(count.end()).value();
    json.append(open);
    for (long i = 0; i < count.value(); i++) {
      json.append(i == 0 ? "" : ",");
      if (keyed) {
        byte[] key = variants.childKey(row, first + i);
        JsonString.append(json, new String(key, StandardCharsets.UTF_8));
        json.append(':');
      }
      write(variants.childValue(row, first + i));
    }
    json.append(close);
    depth--;
  }

  /// A text that needs no escapes.
  private void string(String text) {
    json.append('"').append(text).append('"');
  }

  private static int intAt(long at) {
    return NativeMemory.ALL.get(JAVA_INT_UNALIGNED, at);
  }

  private static long longAt(long at) {
    return NativeMemory.ALL.get(JAVA_LONG_UNALIGNED, at);
  }

  private static BigInteger hugeintAt(long at) {
    return BigInteger.valueOf(longAt(at + 8)).shiftLeft(64).or(unsigned(longAt(at)));
  }

  private static BigInteger uhugeintAt(long at) {
    return unsigned(longAt(at + 8)).shiftLeft(64).or(unsigned(longAt(at)));
  }

  private static BigInteger unsigned(long word) {
    return new BigInteger(Long.toUnsignedString(word));
  }

  /// Width, scale, then the unscaled value in as many bytes as the width needs.
  private static BigDecimal decimalAt(long at) {
    Varint width = Varint.at(at);
    Varint scale = Varint.at(width.end());
    long value = scale.end();
    BigInteger unscaled;
    if (width.value() <= 4) {
      unscaled = BigInteger.valueOf(NativeMemory.ALL.get(JAVA_SHORT_UNALIGNED, value));
    } else if (width.value() <= 9) {
      unscaled = BigInteger.valueOf(intAt(value));
    } else {
      unscaled = width.value() <= 18 ? BigInteger.valueOf(longAt(value)) : hugeintAt(value);
    }
    return new BigDecimal(unscaled, (int) scale.value());
  }

  private static byte[] bytesAt(long at) {
    Varint length = Varint.at(at);
    byte[] bytes = new byte[Math.toIntExact(length.value())];
    MemorySegment.copy(NativeMemory.ALL, JAVA_BYTE, length.end(), bytes, 0, bytes.length);
    return bytes;
  }

  private static PlatformException unreadable(String why) {
    return new PlatformException(
        ErrorCode.FEATURE_NOT_SUPPORTED,
        "a VARIANT value is " + why + "; cast the column to JSON or VARCHAR");
  }
}
