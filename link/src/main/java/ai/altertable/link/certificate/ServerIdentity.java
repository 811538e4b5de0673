package ai.altertable.link.certificate;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/// By which a process of the control plane is known to members.
///
/// @param authority who has signed it; shown along with it, so that a member that enrols can hold
///   it against the fingerprint that it has
public record ServerIdentity(
    PrivateKey key, X509Certificate certificate, X509Certificate authority) {
  @Override
  public String toString() {
    return "ServerIdentity[" + certificate.getSubjectX500Principal() + "]";
  }
}
