package ai.altertable.link.certificate;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Keys and certificates as text between `-----BEGIN` and `-----END` (RFC 7468).
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN (PRIVATE KEY|CERTIFICATE)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

  private Pem() {}

  static String of(PrivateKey key) {
    return block("PRIVATE KEY", key.getEncoded());
  }

  static String of(X509Certificate certificate) {
    try {
      return block("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateException impossible) {
      throw new IllegalStateException("a parsed certificate has no encoding", impossible);
    }
  }

  /// The first private key of a text.
  ///
  /// @throws IllegalArgumentException when there is none
  static PrivateKey key(String text) {
    try {
      return KeyFactory.getInstance("EC")
          .generatePrivate(new PKCS8EncodedKeySpec(first(text, "PRIVATE KEY")));
    } catch (GeneralSecurityException unreadable) {
      // The cause is left out: it may show a part of the key.
      throw new IllegalArgumentException("the private key is not one of PKCS #8 for EC");
    }
  }

  /// The certificates of a text, in their order.
  static List<X509Certificate> certificates(String text) {
    return blocks(text, "CERTIFICATE").stream().map(Pem::certificate).toList();
  }

  /// @throws IllegalArgumentException when it is none
  static X509Certificate certificate(byte[] der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException unreadable) {
      throw new IllegalArgumentException("not a certificate: " + unreadable.getMessage());
    }
  }

  private static byte[] first(String text, String type) {
    List<byte[]> blocks = blocks(text, type);
    if (blocks.isEmpty()) {
      throw new IllegalArgumentException("there is no " + type + " in PEM");
    }
    return blocks.getFirst();
  }

  private static List<byte[]> blocks(String text, String type) {
    List<byte[]> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      if (block.group(1).equals(type)) {
        blocks.add(Base64.getMimeDecoder().decode(block.group(2)));
      }
    }
    return blocks;
  }

  private static String block(String type, byte[] der) {
    byte[] newLine = "\n".getBytes(StandardCharsets.US_ASCII);
    return "-----BEGIN "
        + type
        + "-----\n"
        + Base64.getMimeEncoder(64, newLine).encodeToString(der)
        + "\n-----END "
        + type
        + "-----\n";
  }
}
