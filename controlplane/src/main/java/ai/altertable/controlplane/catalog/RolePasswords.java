package ai.altertable.controlplane.catalog;

import ai.altertable.foundation.lifecycle.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The passwords of the PostgreSQL roles of databases. They are kept nowhere: the same role has the
/// same password at each call.
@FunctionalInterface
public interface RolePasswords {
  Secret password(String role);

  /// Passwords of 256 bits, from HMAC-SHA-256 of the role's name under the master key.
  ///
  /// @throws IllegalArgumentException when the key has fewer than 32 bytes
  static RolePasswords derivedFrom(Secret masterKey) {
    byte[] key = masterKey.value().getBytes(StandardCharsets.UTF_8);
    if (key.length < 32) {
      throw new IllegalArgumentException("the master key needs at least 32 bytes");
    }
    return role -> new Secret(derive(key, "postgresql role " + role));
  }

  private static String derive(byte[] key, String purpose) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
