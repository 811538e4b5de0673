package ai.altertable.link.certificate;

import ai.altertable.foundation.fleet.Member;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/// What certificates call who holds them: a URI as the only subject alternative name.
///
/// ```
/// urn:altertable:control-plane
/// urn:altertable:worker:<uuid>     CN = slug
/// urn:altertable:gateway:<uuid>    CN = slug
/// ```
final class PeerName {
  static final String CONTROL_PLANE = "urn:altertable:control-plane";
  private static final String PREFIX = "urn:altertable:";
  private static final int URI = 6;

  private PeerName() {}

  static String of(Member member) {
    return PREFIX + member.kind().name().toLowerCase(Locale.ROOT) + ":" + member.id();
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
      String prefix = PREFIX + kind.name().toLowerCase(Locale.ROOT) + ":";
      if (name.startsWith(prefix)) {
        return uuid(name.substring(prefix.length())).map(id -> new Member(id, kind, slug));
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

  private static Optional<UUID> uuid(String text) {
    try {
      UUID id = UUID.fromString(text);
      return id.toString().equals(text) ? Optional.of(id) : Optional.empty();
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }
}
