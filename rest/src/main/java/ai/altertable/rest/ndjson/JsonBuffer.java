package ai.altertable.rest.ndjson;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// JSON under construction: bytes that grow as needed, up to a limit. Confined to one thread.
///
/// Writers of this package reserve the space that they need at the most, and then write into
/// `bytes` at `position` themselves.
public final class JsonBuffer {
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private final int bytesMax;
  byte[] bytes;
  int position;
  private byte[] scratch = new byte[0];

  /// @param bytesMax the size at which growing ends with OUT_OF_MEMORY
  public JsonBuffer(int bytesInitial, int bytesMax) {
    this.bytes = new byte[bytesInitial];
    this.bytesMax = bytesMax;
  }

  /// The number of bytes written since the last [#clear].
  public int size() {
    return position;
  }

  /// The bytes written are those from 0 to [#size]; the array changes hands with the next write.
  public byte[] array() {
    return bytes;
  }

  public void clear() {
    position = 0;
  }

  /// Takes back what was written after the size was `size`.
  public void truncate(int size) {
    position = Math.min(position, size);
  }

  public void add(byte value) {
    reserve(1);
    bytes[position++] = value;
  }

  public void add(byte[] values) {
    reserve(values.length);
    System.arraycopy(values, 0, bytes, position, values.length);
    position += values.length;
  }

  /// Text of ASCII, as it stands.
  public void addAscii(String text) {
    add(text.getBytes(StandardCharsets.US_ASCII));
  }

  /// A string with its quotes.
  public void addString(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    JsonStrings.write(utf8, 0, utf8.length, this);
  }

  void addNull() {
    reserve(NULL.length);
    System.arraycopy(NULL, 0, bytes, position, NULL.length);
    position += NULL.length;
  }

  /// Makes room for so many bytes after `position`.
  void reserve(int count) {
    if (bytes.length - position < count) {
      grow(count);
    }
  }

  /// An array of at least so many bytes; what was in it is lost.
  byte[] scratch(int count) {
    if (scratch.length < count) {
      scratch = new byte[Math.max(count, 256)];
    }
    return scratch;
  }

  private void grow(int count) {
    long needed = (long) position + count;
    if (needed > bytesMax) {
      throw new PlatformException(
          ErrorCode.OUT_OF_MEMORY,
          "a row of the answer needs more than "
              + (bytesMax >> 20)
              + " MiB as JSON; select fewer columns or shorter values");
    }
    bytes = Arrays.copyOf(bytes, (int) Math.min(bytesMax, Math.max(needed, 2L * bytes.length)));
  }
}
