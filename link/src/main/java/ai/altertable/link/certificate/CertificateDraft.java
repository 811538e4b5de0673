package ai.altertable.link.certificate;

import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate that is being made; all its extensions are critical. Confined to one thread.
final class CertificateDraft {
  static final ASN1ObjectIdentifier CONSTRAINTS = Extension.basicConstraints;
  static final ASN1ObjectIdentifier USAGE = Extension.keyUsage;

  /// Positive and at most 20 octets (RFC 5280, 4.1.2.2), and not to be guessed.
  private static final int SERIAL_BITS = 127;

  private final X500Name subject;
  private final PublicKey key;
  private final Instant from;
  private final Instant until;
  private final Map<ASN1ObjectIdentifier, ASN1Encodable> extensions = new LinkedHashMap<>();

  CertificateDraft(X500Name subject, PublicKey key, Instant from, Instant until) {
    this.subject = subject;
    this.key = key;
    this.from = from;
    this.until = until;
  }

  CertificateDraft with(ASN1ObjectIdentifier extension, ASN1Encodable value) {
    extensions.put(extension, value);
    return this;
  }

  /// For one that speaks TLS, on either side, under a name.
  CertificateDraft forPeer(String uri) {
    KeyPurposeId[] purposes = {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth};
    return with(CONSTRAINTS, new BasicConstraints(false))
        .with(USAGE, new KeyUsage(KeyUsage.digitalSignature))
        .with(Extension.extendedKeyUsage, new ExtendedKeyUsage(purposes))
        .with(
            Extension.subjectAlternativeName,
            new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
  }

  X509Certificate sign(X500Name issuer, PrivateKey by, SecureRandom random) {
    try {
      X509v3CertificateBuilder builder =
          new X509v3CertificateBuilder(
              issuer,
              new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1),
              Date.from(from),
              Date.from(until),
              subject,
              SubjectPublicKeyInfo.getInstance(key.getEncoded()));
      for (Map.Entry<ASN1ObjectIdentifier, ASN1Encodable> extension : extensions.entrySet()) {
        builder.addExtension(extension.getKey(), true, extension.getValue());
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA")
                      .setSecureRandom(random)
                      .build(by)));
    } catch (CertIOException | OperatorCreationException | CertificateException impossible) {
      throw new IllegalStateException("a certificate could not be made", impossible);
    }
  }
}
