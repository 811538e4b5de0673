package ai.altertable.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Issues certificates that name their owner by a URI, as the platform's authority does, within a
/// millisecond and without a program or library beside the JDK (RFC 5280, RFC 5480).
public final class TestAuthority {
  /// A key with its certificate.
  public record Issued(PrivateKey key, X509Certificate certificate) {}

  private static final byte[] ECDSA_WITH_SHA256 = hex("300a06082a8648ce3d040302");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private final AtomicInteger serial = new AtomicInteger();
  private final String name;
  private final KeyPair keys = newKeys();
  private final X509Certificate certificate;

  public TestAuthority(String name) {
    this.name = name;
    Instant now = Instant.now();
    this.certificate =
        issue(name, keys, now.minusSeconds(300), now.plusSeconds(86_400), Optional.empty());
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /// A certificate of a day.
  public Issued issue(String uri) {
    Instant now = Instant.now();
    return issue(uri, now.minusSeconds(300), now.plusSeconds(86_400));
  }

  public Issued issue(String uri, Instant begins, Instant expires) {
    KeyPair own = newKeys();
    return new Issued(own.getPrivate(), issue("member", own, begins, expires, Optional.of(uri)));
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private X509Certificate issue(
      String subject, KeyPair own, Instant begins, Instant expires, Optional<String> uri) {
    byte[] tbs =
        wrap(
            0x30,
            wrap(0xa0, hex("020102")),
            wrap(0x02, BigInteger.valueOf(serial.incrementAndGet()).toByteArray()),
            ECDSA_WITH_SHA256,
            name(name),
            wrap(0x30, time(begins), time(expires)),
            name(subject),
            own.getPublic().getEncoded(),
            wrap(0xa3, wrap(0x30, uri.map(TestAuthority::uri).orElse(authority()))));
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(tbs);
      byte[] bits = concat(List.of(new byte[] {0}, signature.sign()));
      byte[] der = wrap(0x30, tbs, ECDSA_WITH_SHA256, wrap(0x03, bits));
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// subjectAltName with one uniformResourceIdentifier.
  private static byte[] uri(String text) {
    byte[] names = wrap(0x30, wrap(0x86, text.getBytes(StandardCharsets.US_ASCII)));
    return wrap(0x30, hex("0603551d11"), wrap(0x04, names));
  }

  /// basicConstraints: this is an authority.
  private static byte[] authority() {
    return wrap(0x30, hex("0603551d130101ff"), wrap(0x04, hex("30030101ff")));
  }

  private static byte[] name(String commonName) {
    byte[] text = wrap(0x0c, commonName.getBytes(StandardCharsets.UTF_8));
    return wrap(0x30, wrap(0x31, wrap(0x30, hex("0603550403"), text)));
  }

  private static byte[] time(Instant instant) {
    return wrap(0x18, TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] wrap(int tag, byte[]... parts) {
    byte[] content = concat(List.of(parts));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length >= 0x100) {
      out.write(0x82);
      out.write(content.length >> 8);
    } else if (content.length >= 0x80) {
      out.write(0x81);
    }
    out.write(content.length);
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] concat(List<byte[]> parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    parts.forEach(out::writeBytes);
    return out.toByteArray();
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
