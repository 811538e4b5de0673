package ai.altertable.http.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// By what a process shows others of the platform who it is, and knows them.
///
/// @param chain its own certificate first, without that of the authority
/// @param authority the only one whose certificates are believed
public record MemberCredentials(
    PrivateKey key, List<X509Certificate> chain, X509Certificate authority) {
  public MemberCredentials {
    chain = List.copyOf(chain);
  }

  /// Nothing of the key.
  @Override
  public String toString() {
    return "MemberCredentials[" + chain.getFirst().getSubjectX500Principal().getName() + "]";
  }
}
