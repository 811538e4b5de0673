package ai.altertable.link.certificate;

import ai.altertable.foundation.fleet.Member;
import ai.altertable.foundation.fleet.PeerUris;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/// Whether a certificate that a peer shows is one of ours. Chains have one step: the authority
/// signs everything itself.
public final class PeerCheck {
  private static final List<String> PURPOSES = List.of("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");

  /// What comes of it.
  public sealed interface Verdict {
    record OfMember(Member member) implements Verdict {}

    record OfControlPlane() implements Verdict {}

    /// @param reason without anything that the peer has written itself
    record NotOurs(String reason) implements Verdict {}
  }

  private PeerCheck() {}

  /// @param now by which it is to be valid
  public static Verdict check(X509Certificate certificate, X509Certificate authority, Instant now) {
    if (!isOf(certificate, authority)) {
      return new Verdict.NotOurs("its certificate is of another authority");
    }
    if (now.isAfter(certificate.getNotAfter().toInstant())) {
      return new Verdict.NotOurs(
          "its certificate has expired at " + certificate.getNotAfter().toInstant());
    }
    if (now.isBefore(certificate.getNotBefore().toInstant())) {
      return new Verdict.NotOurs(
          "its certificate is not valid before " + certificate.getNotBefore().toInstant());
    }
    if (!isForTls(certificate)) {
      return new Verdict.NotOurs("its certificate is not for TLS");
    }
    if (PeerName.of(certificate).filter(PeerUris.CONTROL_PLANE::equals).isPresent()) {
      return new Verdict.OfControlPlane();
    }
    return PeerName.member(certificate)
        .<Verdict>map(Verdict.OfMember::new)
        .orElseGet(() -> new Verdict.NotOurs("its certificate is not that of a member"));
  }

  static boolean isOf(X509Certificate certificate, X509Certificate authority) {
    try {
      certificate.verify(authority.getPublicKey());
      return certificate.getIssuerX500Principal().equals(authority.getSubjectX500Principal());
    } catch (GeneralSecurityException other) {
      return false;
    }
  }

  private static boolean isForTls(X509Certificate certificate) {
    try {
      List<String> purposes = certificate.getExtendedKeyUsage();
      boolean[] usage = certificate.getKeyUsage();
      return certificate.getBasicConstraints() < 0
          && purposes != null
          && purposes.containsAll(PURPOSES)
          && usage != null
          && usage[0];
    } catch (CertificateParsingException unreadable) {
      return false;
    }
  }
}
