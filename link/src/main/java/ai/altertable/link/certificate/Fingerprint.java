package ai.altertable.link.certificate;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/// By which a certificate is known without having it.
///
/// @param hex SHA-256 of the certificate in DER, 64 lower-case digits
public record Fingerprint(String hex) {
  /// In bytes.
  public static final int SIZE = 32;

  public Fingerprint {
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("a fingerprint is 64 hexadecimal digits");
    }
  }

  public static Fingerprint of(X509Certificate certificate) {
    try {
      return ofBytes(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("a parsed certificate has no fingerprint", impossible);
    }
  }

  public static Fingerprint ofBytes(byte[] sha256) {
    return new Fingerprint(HexFormat.of().formatHex(sha256));
  }

  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  /// SHA-256, which every Java has.
  public static byte[] sha256(byte[] of) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(of);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("this Java has no SHA-256", impossible);
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
