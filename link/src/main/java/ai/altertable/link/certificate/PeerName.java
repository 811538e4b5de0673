package ai.altertable.link.certificate;

import ai.altertable.foundation.fleet.Member;
import ai.altertable.foundation.fleet.PeerUris;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/// What certificates call who holds them: a URI (see [PeerUris]) as the only subject alternative
/// name, and a member's slug as the common name.
final class PeerName {
  private static final int URI = 6;

  private PeerName() {}

  static String of(Member member) {
    return PeerUris.of(member.kind(), member.id());
  }

  static X500Name subject(Member member) {
    return new X500NameBuilder().addRDN(BCStyle.CN, member.slug()).build();
  }

  /// The URI, when it is the only name.
  static Optional<String> of(X509Certificate certificate) {
    try {
      var names = certificate.getSubjectAlternativeNames();
      if (names == null || names.size() != 1) {
        return Optional.empty();
      }
      List<?> name = names.iterator().next();
      return name.getFirst().equals(URI) ? Optional.of(name.get(1).toString()) : Optional.empty();
    } catch (CertificateParsingException unreadable) {
      return Optional.empty();
    }
  }

  /// The member that a certificate is of; empty when it is of something else.
  static Optional<Member> member(X509Certificate certificate) {
    return of(certificate).flatMap(name -> slug(certificate).flatMap(slug -> member(name, slug)));
  }

  private static Optional<Member> member(String name, String slug) {
    for (Member.Kind kind : Member.Kind.values()) {
      Optional<UUID> id = PeerUris.id(kind, name);
      if (id.isPresent()) {
        return id.map(known -> new Member(known, kind, slug));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> slug(X509Certificate certificate) {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(part -> part.getType().equalsIgnoreCase("CN"))
              .map(Rdn::getValue)
              .map(Object::toString)
              .findFirst();
    } catch (InvalidNameException unreadable) {
      return Optional.empty();
    }
  }
}
