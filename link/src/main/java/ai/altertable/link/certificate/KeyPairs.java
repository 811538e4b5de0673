package ai.altertable.link.certificate;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;

/// Keys on the curve P-256, the only ones that the platform's certificates are for.
public final class KeyPairs {
  private static final ECParameterSpec P256 =
      ((ECPublicKey) generate(new SecureRandom()).getPublic()).getParams();

  private KeyPairs() {}

  public static KeyPair generate(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("this Java cannot make keys on P-256", impossible);
    }
  }

  static boolean isP256(PublicKey key) {
    if (!(key instanceof ECPublicKey point)) {
      return false;
    }
    ECParameterSpec curve = point.getParams();
    return curve.getCurve().equals(P256.getCurve())
        && curve.getGenerator().equals(P256.getGenerator())
        && curve.getOrder().equals(P256.getOrder())
        && !point.getW().equals(ECPoint.POINT_INFINITY);
  }

  /// Whether what one signs the other confirms.
  static boolean match(PrivateKey key, PublicKey other) {
    try {
      byte[] text = "altertable".getBytes(StandardCharsets.US_ASCII);
      Signature signing = Signature.getInstance("SHA256withECDSA");
      signing.initSign(key);
      signing.update(text);
      Signature verifying = Signature.getInstance("SHA256withECDSA");
      verifying.initVerify(other);
      verifying.update(text);
      return verifying.verify(signing.sign());
    } catch (GeneralSecurityException noPair) {
      return false;
    }
  }
}
