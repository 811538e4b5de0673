package ai.altertable.http.tls;

import java.io.ByteArrayInputStream;
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
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The blocks of a PEM file (RFC 7468). What stands between them is ignored.
///
/// @param file for messages
record Pem(String file, List<Block> blocks) {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  /// @param text base64, perhaps behind headers
  record Block(String label, String text) {}

  static Pem parse(String file, String text) {
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      blocks.add(new Block(matcher.group(1), matcher.group(2)));
    }
    return new Pem(file, List.copyOf(blocks));
  }

  /// @throws TlsProblem when there is none, or one cannot be read
  List<X509Certificate> certificates() {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Block block : blocks) {
      if (block.label().equals("CERTIFICATE")) {
        certificates.add(certificate(bytes(block)));
      }
    }
    if (certificates.isEmpty()) {
      throw new TlsProblem(file + " holds no certificate in PEM (-----BEGIN CERTIFICATE-----)");
    }
    return List.copyOf(certificates);
  }

  private X509Certificate certificate(byte[] der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException malformed) {
      throw new TlsProblem("a certificate in " + file + " cannot be read", malformed);
    }
  }

  /// @throws TlsProblem when there is none, it is encrypted, or cannot be read
  PrivateKey privateKey() {
    for (Block block : blocks) {
      switch (block.label()) {
        case "PRIVATE KEY" -> {
          return key(bytes(block));
        }
        case "RSA PRIVATE KEY" -> {
          refuseEncrypted(block);
          return key(Der.pkcs8OfRsa(bytes(block)));
        }
        case "EC PRIVATE KEY" -> {
          refuseEncrypted(block);
          return key(ofEc(bytes(block)));
        }
        case "ENCRYPTED PRIVATE KEY" -> throw encrypted();
        default -> {}
      }
    }
    throw new TlsProblem(file + " holds no private key in PEM (-----BEGIN PRIVATE KEY-----)");
  }

  private byte[] ofEc(byte[] key) {
    Optional<byte[]> curve =
        blocks.stream()
            .filter(block -> block.label().equals("EC PARAMETERS"))
            .map(this::bytes)
            .findFirst();
    try {
      return Der.pkcs8OfEc(key, curve);
    } catch (IllegalArgumentException malformed) {
      throw unreadable(malformed);
    }
  }

  private void refuseEncrypted(Block block) {
    if (block.text().contains("ENCRYPTED")) {
      throw encrypted();
    }
  }

  private TlsProblem encrypted() {
    return new TlsProblem(
        "the key in "
            + file
            + " is encrypted; write it without a password (openssl pkey -in OLD -out NEW) for the"
            + " server's user only, or use a PKCS#12 keystore");
  }

  private PrivateKey key(byte[] pkcs8) {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (GeneralSecurityException _) {
        // Only the key's own algorithm takes it.
      }
    }
    throw new TlsProblem("the key in " + file + " is no RSA, EC or Ed25519 key, or is malformed");
  }

  private byte[] bytes(Block block) {
    try {
      return Base64.getMimeDecoder().decode(block.text());
    } catch (IllegalArgumentException malformed) {
      throw unreadable(malformed);
    }
  }

  private TlsProblem unreadable(Exception malformed) {
    return new TlsProblem(file + " cannot be read: " + malformed.getMessage(), malformed);
  }
}
