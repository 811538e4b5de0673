package ai.altertable.controlplane.fleet.enrollment;

import ai.altertable.foundation.lifecycle.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/// Secrets of tokens: 256 random bits, so that their plain SHA-256 gives nothing away.
final class TokenSecrets {
  private static final int BYTES = 32;

  private TokenSecrets() {}

  static Secret random(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  static byte[] sha256(Secret secret) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(secret.value().getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
