package ai.altertable.foundation.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Base64;

/// Signs grants with a key of its own that never leaves the process. Safe for use by several
/// threads.
///
/// ```
///   v2.<key>.<payload>.<signature>   key        16 characters that name the key
///                                    payload    JSON of GrantCodec, URL-safe base64 without padding
///                                    signature  Ed25519 (RFC 8032) over all before the last dot, likewise
/// ```
///
/// A signature takes a few tenths of a millisecond, so grants are to be reused while they last.
public final class GrantSigner {
  static final String ALGORITHM = "Ed25519";
  static final String PREFIX = "v2.";

  private final PrivateKey key;
  private final String verificationKey;
  private final String prefix;

  private GrantSigner(KeyPair pair) {
    byte[] verification = pair.getPublic().getEncoded();
    this.key = pair.getPrivate();
    this.verificationKey = Base64.getEncoder().encodeToString(verification);
    this.prefix = PREFIX + GrantKeys.id(verification) + ".";
  }

  /// One with a new key.
  public static GrantSigner generate(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
      generator.initialize(255, random);
      return new GrantSigner(generator.generateKeyPair());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Java has no Ed25519", impossible);
    }
  }

  /// What [GrantKeys] need to know of the key; no secret.
  public String verificationKey() {
    return verificationKey;
  }

  public String sign(Grant grant) {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    String signed = prefix + base64.encodeToString(GrantCodec.encode(grant));
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + base64.encodeToString(signature.sign());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
