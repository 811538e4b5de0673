package ai.altertable.http.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// What a certificate says, for an operator who wants to know before clients do.
///
/// @param subject whom it names
/// @param names for which clients accept it: host names and addresses
/// @param begins before that clients refuse it
/// @param expires after that clients refuse it
/// @param chainBroken why the certificates that come with it do not lead from one to the next;
///   empty when they do
public record TlsCertificate(
    String subject, List<String> names, Instant begins, Instant expires, String chainBroken) {
  /// Of subjectAltName (RFC 5280, section 4.2.1.6).
  private static final int DNS_NAME = 2;

  private static final int ADDRESS = 7;

  /// Reads the files as a listener would.
  ///
  /// @throws TlsProblem that says what is wrong with which file
  public static TlsCertificate read(TlsFiles files) {
    TlsIdentity identity = TlsIdentity.read(files);
    X509Certificate own = identity.chain().getFirst();
    return new TlsCertificate(
        identity.subject(),
        names(own),
        own.getNotBefore().toInstant(),
        identity.expires(),
        chainBroken(identity.chain()));
  }

  private static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      for (List<?> alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
        if (alternative.get(0) instanceof Integer kind && (kind == DNS_NAME || kind == ADDRESS)) {
          names.add(String.valueOf(alternative.get(1)));
        }
      }
    } catch (CertificateParsingException malformed) {
      return List.of();
    }
    return List.copyOf(names);
  }

  private static String chainBroken(List<X509Certificate> chain) {
    for (int i = 0; i + 1 < chain.size(); i++) {
      try {
        chain.get(i).verify(chain.get(i + 1).getPublicKey());
      } catch (GeneralSecurityException notSigned) {
        return "certificate %d (%s) is not signed by the one after it"
            .formatted(i + 1, chain.get(i).getSubjectX500Principal().getName());
      }
    }
    return "";
  }
}
