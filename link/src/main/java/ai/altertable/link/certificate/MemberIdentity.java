package ai.altertable.link.certificate;

import ai.altertable.foundation.fleet.Member;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// By which a member is known: its key, which never leaves it, its certificate, and the authority
/// that both it and its peers are to be of.
///
/// @param address of the control plane with which it has enrolled, `host:port`
/// @param member that the certificate is of
public record MemberIdentity(
    String address,
    Member member,
    PrivateKey key,
    X509Certificate certificate,
    X509Certificate authority) {
  private static final String ADDRESS = "# control plane: ";

  /// @throws IllegalArgumentException when the certificate is not a member's, not for the key, or
  ///   not of the authority
  public static MemberIdentity of(
      String address, PrivateKey key, X509Certificate certificate, X509Certificate authority) {
    Member member =
        PeerName.member(certificate)
            .orElseThrow(
                () -> new IllegalArgumentException("the certificate is not that of a member"));
    if (!KeyPairs.match(key, certificate.getPublicKey())) {
      throw new IllegalArgumentException("the key does not belong to the certificate");
    }
    if (!PeerCheck.isOf(certificate, authority)) {
      throw new IllegalArgumentException("the certificate is not of the authority");
    }
    return new MemberIdentity(address, member, key, certificate, authority);
  }

  /// What the control plane has issued, in DER.
  ///
  /// @throws IllegalArgumentException when it does not fit together
  public static MemberIdentity issued(
      String address, PrivateKey key, byte[] certificate, byte[] authority) {
    return of(address, key, Pem.certificate(certificate), Pem.certificate(authority));
  }

  /// The one that [#text] has written.
  static MemberIdentity parse(String text) {
    String address =
        text.lines()
            .filter(line -> line.startsWith(ADDRESS))
            .map(line -> line.substring(ADDRESS.length()).strip())
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("the control plane's address is missing"));
    List<X509Certificate> chain = Pem.certificates(text);
    if (chain.size() != 2) {
      throw new IllegalArgumentException("there are " + chain.size() + " certificates, not 2");
    }
    return of(address, Pem.key(text), chain.get(0), chain.get(1));
  }

  /// All of it, secret.
  String text() {
    return ADDRESS + address + "\n" + Pem.of(key) + Pem.of(certificate) + Pem.of(authority);
  }

  /// Whether it is of the authority with this fingerprint.
  public boolean isOf(Fingerprint fingerprint) {
    return Fingerprint.of(authority).equals(fingerprint);
  }

  public Instant expires() {
    return certificate.getNotAfter().toInstant();
  }

  /// When it is time for the next certificate: halfway through this one's life.
  public Instant renewal() {
    return expires().minus(life().dividedBy(2));
  }

  /// Of the certificate, from when it was issued.
  public Duration life() {
    Instant issued = certificate.getNotBefore().toInstant().plus(Authority.BACKDATED);
    return Duration.between(issued, expires());
  }

  @Override
  public String toString() {
    return "MemberIdentity[" + member + ", until " + expires() + "]";
  }
}
