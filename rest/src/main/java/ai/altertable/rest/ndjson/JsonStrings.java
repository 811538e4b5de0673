package ai.altertable.rest.ndjson;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes UTF-8 as JSON strings. What is no UTF-8 becomes U+FFFD; U+0085, U+2028 and U+2029, at
/// which some languages end lines, are escaped.
final class JsonStrings {
  /// The most bytes that one byte of text turns into: `\u001f`.
  private static final int GROWTH = 6;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = ONES << 7;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /// For each ASCII character: 0 when it stands for itself, the letter after the backslash, or `u`.
  private static final byte[] ESCAPES = escapes();

  private JsonStrings() {}

  /// Whether all bytes are ASCII that needs no escape.
  static boolean plain(byte[] text, int from, int to) {
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long word = (long) LONG.get(text, at);
      // Sets the high bit of bytes below space, of quotes and of backslashes; after such a byte
      // perhaps of others too, which does no harm.
      long suspects =
          word | (word - ONES * ' ') | ((word ^ ONES * '"') - ONES) | ((word ^ ONES * '\\') - ONES);
      if ((suspects & HIGH_BITS) != 0) {
        return false;
      }
    }
    for (; at < to; at++) {
      if (text[at] < 0 || ESCAPES[text[at]] != 0) {
        return false;
      }
    }
    return true;
  }

  /// Writes a string with its quotes. `text` must not be the buffer's own array.
  static void write(byte[] text, int from, int to, JsonBuffer out) {
    out.add((byte) '"');
    writeInside(text, from, to, out);
    out.add((byte) '"');
  }

  private static void writeInside(byte[] text, int from, int to, JsonBuffer out) {
    int at = from;
    while (at < to) {
      int part = Math.min(to, at + (1 << 16));
      out.reserve((part - at + 4) * GROWTH);
      while (at < part) {
        byte value = text[at];
        if (value < 0) {
          at = multibyte(text, at, to, out);
        } else {
          ascii(value, out);
          at++;
        }
      }
    }
  }

  /// Writes a character of ASCII; the space is reserved.
  static void ascii(byte value, JsonBuffer out) {
    byte escape = ESCAPES[value];
    if (escape == 0) {
      out.bytes[out.position++] = value;
    } else if (escape == 'u') {
      unicode(value, out);
    } else {
      out.bytes[out.position++] = '\\';
      out.bytes[out.position++] = escape;
    }
  }

  /// Copies the character beyond ASCII that begins at `at`, and returns the place after it. The
  /// space, six bytes, is reserved.
  static int multibyte(byte[] text, int at, int to, JsonBuffer out) {
    int length = Utf8.length(text, at, to);
    if (length == 0) {
      out.bytes[out.position++] = (byte) 0xEF;
      out.bytes[out.position++] = (byte) 0xBF;
      out.bytes[out.position++] = (byte) 0xBD;
      return at + 1;
    }
    int lineEnd = lineEnd(text, at, length);
    if (lineEnd != 0) {
      unicode(lineEnd, out);
      return at + length;
    }
    for (int i = 0; i < length; i++) {
      out.bytes[out.position++] = text[at + i];
    }
    return at + length;
  }

  /// The code of a character that some languages take for the end of a line, else 0.
  private static int lineEnd(byte[] text, int at, int length) {
    if (length == 2) {
      return text[at] == (byte) 0xC2 && text[at + 1] == (byte) 0x85 ? 0x85 : 0;
    }
    boolean separator =
        length == 3
            && text[at] == (byte) 0xE2
            && text[at + 1] == (byte) 0x80
            && (text[at + 2] & 0xFE) == 0xA8;
    return separator ? 0x2000 | (text[at + 2] & 0x3F) : 0;
  }

  private static void unicode(int code, JsonBuffer out) {
    byte[] bytes = out.bytes;
    bytes[out.position++] = '\\';
    bytes[out.position++] = 'u';
    for (int shift = 12; shift >= 0; shift -= 4) {
      bytes[out.position++] = HEX[(code >> shift) & 0xF];
    }
  }

  private static byte[] escapes() {
    byte[] escapes = new byte[128];
    Arrays.fill(escapes, 0, ' ', (byte) 'u');
    escapes['\b'] = 'b';
    escapes['\t'] = 't';
    escapes['\n'] = 'n';
    escapes['\f'] = 'f';
    escapes['\r'] = 'r';
    escapes['"'] = '"';
    escapes['\\'] = '\\';
    return escapes;
  }
}
