package ai.altertable.link.certificate;

import ai.altertable.foundation.fleet.Member;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Trusts peers of one authority, whatever their host names are: a certificate says who its holder
/// is, not where. Immutable.
public final class PeerTrust extends X509ExtendedTrustManager {
  private final Expected expected;
  private final Clock clock;

  /// Which authority, and which of its peers.
  private sealed interface Expected {
    record Known(X509Certificate authority, Predicate<PeerCheck.Verdict> peers)
        implements Expected {}

    record Pinned(Fingerprint authority) implements Expected {}
  }

  private PeerTrust(Expected expected, Clock clock) {
    this.expected = expected;
    this.clock = clock;
  }

  /// In the control plane whose authority has this fingerprint. It has to show the authority's
  /// certificate along with its own.
  public static PeerTrust inControlPlane(Fingerprint authority, Clock clock) {
    return new PeerTrust(new Expected.Pinned(authority), clock);
  }

  public static PeerTrust inControlPlane(X509Certificate authority, Clock clock) {
    return new PeerTrust(
        new Expected.Known(authority, PeerCheck.Verdict.OfControlPlane.class::isInstance), clock);
  }

  /// @param members which of them
  public static PeerTrust inMembers(
      X509Certificate authority, Predicate<Member> members, Clock clock) {
    return new PeerTrust(
        new Expected.Known(
            authority,
            verdict ->
                verdict instanceof PeerCheck.Verdict.OfMember peer && members.test(peer.member())),
        clock);
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    if (chain.length == 0) {
      throw new CertificateException("the peer has shown no certificate");
    }
    switch (expected) {
      case Expected.Known known -> check(chain[0], known.authority(), known.peers());
      case Expected.Pinned pinned ->
          check(
              chain[0],
              pinnedIn(chain, pinned.authority()),
              PeerCheck.Verdict.OfControlPlane.class::isInstance);
    }
  }

  private static X509Certificate pinnedIn(X509Certificate[] chain, Fingerprint authority)
      throws CertificateException {
    if (chain.length != 2 || !Fingerprint.of(chain[1]).equals(authority)) {
      throw new CertificateException(
          "the server is not of the control plane that the token is for: its authority does not"
              + " have the fingerprint "
              + authority);
    }
    return chain[1];
  }

  private void check(
      X509Certificate peer, X509Certificate authority, Predicate<PeerCheck.Verdict> peers)
      throws CertificateException {
    Instant now = clock.instant();
    PeerCheck.Verdict verdict = PeerCheck.check(peer, authority, now);
    if (verdict instanceof PeerCheck.Verdict.NotOurs(String reason)) {
      throw new CertificateException(
          "the peer is not trusted: " + reason + "; this machine's clock says " + now);
    }
    if (!peers.test(verdict)) {
      throw new CertificateException("the peer has a certificate of ours, but is another one");
    }
  }

  /// What this class had against a peer, when that is why something failed.
  public static Optional<String> distrust(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return Optional.ofNullable(cause.getMessage());
      }
    }
    return Optional.empty();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return switch (expected) {
      case Expected.Known known -> new X509Certificate[] {known.authority()};
      case Expected.Pinned _ -> new X509Certificate[0];
    };
  }
}
