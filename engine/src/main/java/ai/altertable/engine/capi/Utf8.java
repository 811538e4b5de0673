package ai.altertable.engine.capi;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Text on its way to DuckDB, which takes valid UTF-8 only.
final class Utf8 {
  private Utf8() {}

  /// @throws PlatformException INVALID_PARAMETER when a surrogate stands alone
  static byte[] encode(String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException failure) {
      throw new PlatformException(
          ErrorCode.INVALID_PARAMETER,
          "a text value holds half of a surrogate pair, which is no character",
          failure);
    }
  }
}
