package ai.altertable.link.certificate;

import ai.altertable.foundation.fleet.Member;
import ai.altertable.foundation.fleet.PeerUris;
import ai.altertable.foundation.lifecycle.Secret;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.KeyUsage;

/// The authority of one control plane: what it has signed belongs to it, and nothing else does.
///
/// It is made once and shared by all processes of the control plane. Immutable.
public final class Authority {
  /// Of the authority's own certificate.
  public static final Duration LIFE = Duration.ofDays(3650);

  /// Certificates hold from a while ago, for machines whose clocks are behind.
  public static final Duration BACKDATED = Duration.ofMinutes(5);

  private static final X500Name NAME = new X500Name("CN=altertable-authority");

  private final PrivateKey key;
  private final X509Certificate certificate;

  private Authority(PrivateKey key, X509Certificate certificate) {
    this.key = key;
    this.certificate = certificate;
  }

  /// A new one, with a key of its own.
  public static Authority create(Clock clock, SecureRandom random) {
    KeyPair pair = KeyPairs.generate(random);
    Instant now = clock.instant();
    X509Certificate certificate =
        new CertificateDraft(NAME, pair.getPublic(), now.minus(BACKDATED), now.plus(LIFE))
            .with(CertificateDraft.CONSTRAINTS, new BasicConstraints(0))
            .with(CertificateDraft.USAGE, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
            .sign(NAME, pair.getPrivate(), random);
    return new Authority(pair.getPrivate(), certificate);
  }

  /// The one that [#pem] has written.
  ///
  /// @throws IllegalArgumentException when the text is not that of an authority
  public static Authority ofPem(Secret pem) {
    List<X509Certificate> certificates = Pem.certificates(pem.value());
    if (certificates.size() != 1) {
      throw new IllegalArgumentException(
          "an authority has one certificate, not " + certificates.size());
    }
    PrivateKey key = Pem.key(pem.value());
    X509Certificate certificate = certificates.getFirst();
    if (certificate.getBasicConstraints() < 0) {
      throw new IllegalArgumentException("the certificate is not one of an authority");
    }
    if (!KeyPairs.match(key, certificate.getPublicKey())) {
      throw new IllegalArgumentException("the authority's key does not belong to its certificate");
    }
    return new Authority(key, certificate);
  }

  /// Key and certificate, to be kept secret.
  public Secret pem() {
    return new Secret(Pem.of(key) + Pem.of(certificate));
  }

  public X509Certificate certificate() {
    return certificate;
  }

  public Fingerprint fingerprint() {
    return Fingerprint.of(certificate);
  }

  /// A key and certificate for a process of the control plane, good for as long as the authority
  /// is. The key stays in the process.
  public ServerIdentity server(Clock clock, SecureRandom random) {
    KeyPair pair = KeyPairs.generate(random);
    X509Certificate server =
        new CertificateDraft(
                new X500Name("CN=altertable-control-plane"),
                pair.getPublic(),
                clock.instant().minus(BACKDATED),
                certificate.getNotAfter().toInstant())
            .forPeer(PeerUris.CONTROL_PLANE)
            .sign(NAME, key, random);
    return new ServerIdentity(pair.getPrivate(), server, certificate);
  }

  /// A certificate for a member's key.
  ///
  /// @param key on P-256, see [CertificateRequests]
  /// @param life from now; it ends no later than the authority's own certificate
  public X509Certificate issue(
      Member member, PublicKey key, Duration life, Clock clock, SecureRandom random) {
    Instant now = clock.instant();
    Instant end = certificate.getNotAfter().toInstant();
    Instant until = now.plus(life);
    return new CertificateDraft(
            PeerName.subject(member), key, now.minus(BACKDATED), until.isBefore(end) ? until : end)
        .forPeer(PeerName.of(member))
        .sign(NAME, this.key, random);
  }
}
