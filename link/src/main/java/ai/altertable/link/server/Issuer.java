package ai.altertable.link.server;

import ai.altertable.foundation.fleet.Member;
import ai.altertable.link.certificate.Authority;
import ai.altertable.link.contract.Issued;
import com.google.protobuf.ByteString;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;

/// Signs what members are sent. Safe for use by several threads.
record Issuer(Authority authority, Duration life, Clock clock, SecureRandom random) {
  Issued issue(Member member, PublicKey key) {
    return Issued.newBuilder()
        .setCertificate(der(authority.issue(member, key, life, clock, random)))
        .setAuthority(der(authority.certificate()))
        .setServerTimeMillis(clock.millis())
        .build();
  }

  private static ByteString der(X509Certificate certificate) {
    try {
      return ByteString.copyFrom(certificate.getEncoded());
    } catch (CertificateEncodingException impossible) {
      throw new IllegalStateException("a certificate has no encoding", impossible);
    }
  }
}
