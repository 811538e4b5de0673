package ai.altertable.link.certificate;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/// Requests for a certificate (PKCS #10). One says which key its sender has, and may ask for
/// nothing else: names are the control plane's to give.
public final class CertificateRequests {
  /// In DER; one on P-256 takes about 220.
  public static final int BYTES_MAX = 2048;

  private static final X500Name SUBJECT = new X500Name("CN=altertable-member");

  /// What becomes of a request.
  public sealed interface Reading {
    /// @param key whose private part the sender has
    record Accepted(PublicKey key) implements Reading {}

    record Refused(String reason) implements Reading {}
  }

  private CertificateRequests() {}

  /// A request in DER.
  public static byte[] make(KeyPair pair, SecureRandom random) {
    try {
      return new JcaPKCS10CertificationRequestBuilder(SUBJECT, pair.getPublic())
          .build(
              new JcaContentSignerBuilder("SHA256withECDSA")
                  .setSecureRandom(random)
                  .build(pair.getPrivate()))
          .getEncoded();
    } catch (OperatorCreationException | IOException impossible) {
      throw new IllegalStateException("a certificate request could not be made", impossible);
    }
  }

  /// Reads and proves a request in DER, of whoever sends one.
  public static Reading read(byte[] der) {
    if (der.length > BYTES_MAX) {
      return new Reading.Refused("the certificate request is longer than " + BYTES_MAX + " bytes");
    }
    try {
      return read(new JcaPKCS10CertificationRequest(new PKCS10CertificationRequest(der)));
    } catch (IOException | RuntimeException unreadable) {
      return new Reading.Refused("the certificate request cannot be read");
    } catch (GeneralSecurityException badKey) {
      return new Reading.Refused("the key of the certificate request cannot be read");
    } catch (OperatorException | PKCSException badSignature) {
      return new Reading.Refused("the certificate request's signature cannot be checked");
    }
  }

  private static Reading read(JcaPKCS10CertificationRequest request)
      throws GeneralSecurityException, OperatorException, PKCSException {
    if (!SUBJECT.equals(request.getSubject())) {
      return new Reading.Refused("the certificate request asks for a name");
    }
    if (request.getAttributes().length != 0) {
      return new Reading.Refused("the certificate request asks for extensions");
    }
    PublicKey key = request.getPublicKey();
    if (!KeyPairs.isP256(key)) {
      return new Reading.Refused("the key of the certificate request is not on the curve P-256");
    }
    if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
      return new Reading.Refused("the certificate request is not signed by its key");
    }
    return new Reading.Accepted(key);
  }
}
