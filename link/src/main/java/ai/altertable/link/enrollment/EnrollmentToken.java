package ai.altertable.link.enrollment;

import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.link.certificate.Fingerprint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/// What a process needs to become a member, as one text that people can copy: `ate_` and, in
/// base64url,
///
/// ```
/// version 1 | length, address | fingerprint, 32 bytes | length, secret | checksum, 4 bytes
/// ```
///
/// The checksum, of SHA-256, tells a mistyped token from a wrong one before anything is sent.
///
/// @param address where members register, `host:port`
/// @param authority of the control plane
/// @param secret which works once, 16 to 128 characters of ASCII; only its hash is kept
public record EnrollmentToken(String address, Fingerprint authority, Secret secret) {
  private static final String PREFIX = "ate_";
  private static final byte VERSION = 1;
  private static final int CHECKSUM_BYTES = 4;
  private static final int TEXT_MAX = 1024;

  public EnrollmentToken {
    if (!address.matches("[\\x21-\\x7e]{1,200}:[0-9]{1,5}")) {
      throw new IllegalArgumentException(
          "the address in a token must look like host:port, not '" + address + "'");
    }
    if (!secret.value().matches("[\\x21-\\x7e]{16,128}")) {
      throw new IllegalArgumentException("the secret of a token must have 16 to 128 characters");
    }
  }

  /// The whole, which is to be kept secret until it has been used.
  public Secret text() {
    byte[] where = address.getBytes(StandardCharsets.US_ASCII);
    byte[] what = secret.value().getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes =
        ByteBuffer.allocate(3 + where.length + Fingerprint.SIZE + what.length + CHECKSUM_BYTES)
            .put(VERSION)
            .put((byte) where.length)
            .put(where)
            .put(authority.bytes())
            .put((byte) what.length)
            .put(what);
    bytes.put(checksum(Arrays.copyOf(bytes.array(), bytes.position())));
    return new Secret(
        PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array()));
  }

  /// @throws IllegalArgumentException when the text is no token, saying what is wrong and showing
  ///   nothing of it
  public static EnrollmentToken parse(String text) {
    String stripped = text.strip();
    if (!stripped.startsWith(PREFIX)) {
      throw new IllegalArgumentException("an enrollment token begins with " + PREFIX);
    }
    if (stripped.length() > TEXT_MAX) {
      throw new IllegalArgumentException("the enrollment token is too long to be one");
    }
    byte[] bytes = decoded(stripped.substring(PREFIX.length()));
    if (bytes.length > 0 && bytes[0] != VERSION) {
      throw new IllegalArgumentException(
          "the enrollment token is of version " + bytes[0] + "; this program knows " + VERSION);
    }
    int end = bytes.length - CHECKSUM_BYTES;
    if (end <= 0
        || !Arrays.equals(
            checksum(Arrays.copyOf(bytes, end)), Arrays.copyOfRange(bytes, end, bytes.length))) {
      throw new IllegalArgumentException(
          "the enrollment token is mistyped or cut off: its checksum is wrong; copy it again");
    }
    return read(ByteBuffer.wrap(bytes, 1, end - 1));
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getUrlDecoder().decode(base64);
    } catch (IllegalArgumentException wrong) {
      // Its message shows a character of the token.
      throw new IllegalArgumentException(
          "the enrollment token has characters that none has; copy it again");
    }
  }

  private static EnrollmentToken read(ByteBuffer bytes) {
    String address = text(bytes);
    if (bytes.remaining() < Fingerprint.SIZE) {
      throw malformed();
    }
    byte[] fingerprint = new byte[Fingerprint.SIZE];
    bytes.get(fingerprint);
    Secret secret = new Secret(text(bytes));
    if (bytes.hasRemaining()) {
      throw malformed();
    }
    return new EnrollmentToken(address, Fingerprint.ofBytes(fingerprint), secret);
  }

  private static String text(ByteBuffer bytes) {
    int length = bytes.hasRemaining() ? Byte.toUnsignedInt(bytes.get()) : Integer.MAX_VALUE;
    if (length > bytes.remaining()) {
      throw malformed();
    }
    byte[] text = new byte[length];
    bytes.get(text);
    return new String(text, StandardCharsets.US_ASCII);
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException("the enrollment token is malformed; make a new one");
  }

  private static byte[] checksum(byte[] of) {
    return Arrays.copyOf(Fingerprint.sha256(of), CHECKSUM_BYTES);
  }
}
