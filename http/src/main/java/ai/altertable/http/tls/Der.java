package ai.altertable.http.tls;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// As much of DER (ITU-T X.690) as it takes to put a bare RSA or EC key into PKCS#8.
final class Der {
  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;
  private static final int PARAMETERS = 0xa0;
  private static final byte[] VERSION_0 = {2, 1, 0};

  /// `rsaEncryption` (RFC 8017, appendix A) with its NULL.
  private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");

  /// `id-ecPublicKey` (RFC 5480, section 2.1.1).
  private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

  private Der() {}

  /// @param key `RSAPrivateKey` (RFC 8017, appendix A.1.2)
  static byte[] pkcs8OfRsa(byte[] key) {
    return pkcs8(RSA, key);
  }

  /// @param key `ECPrivateKey` (RFC 5915, section 3)
  /// @param curve the curve's object identifier in DER, for a key that does not name it
  /// @throws IllegalArgumentException when nobody names the curve, or it is no such key
  static byte[] pkcs8OfEc(byte[] key, Optional<byte[]> curve) {
    byte[] named =
        parameters(key)
            .or(() -> curve)
            .orElseThrow(() -> new IllegalArgumentException("the key does not name its curve"));
    return pkcs8(concat(EC, named), key);
  }

  private static byte[] pkcs8(byte[] algorithm, byte[] key) {
    return wrap(SEQUENCE, concat(VERSION_0, wrap(SEQUENCE, algorithm), wrap(OCTET_STRING, key)));
  }

  /// What the optional field `[0]` of an `ECPrivateKey` holds.
  private static Optional<byte[]> parameters(byte[] key) {
    try {
      int at = contentStart(key, 0);
      while (at < key.length) {
        int start = contentStart(key, at);
        int end = start + length(key, at);
        if ((key[at] & 0xff) == PARAMETERS) {
          return Optional.of(Arrays.copyOfRange(key, start, end));
        }
        at = end;
      }
      return Optional.empty();
    } catch (IndexOutOfBoundsException truncated) {
      throw new IllegalArgumentException("the key is cut short", truncated);
    }
  }

  private static int contentStart(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  private static int length(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = (length << 8) | (der[at + 2 + i] & 0xff);
    }
    if (length < 0 || length > der.length) {
      throw new IllegalArgumentException("the key is malformed");
    }
    return length;
  }

  private static byte[] wrap(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else if (content.length < 0x100) {
      out.write(0x81);
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
