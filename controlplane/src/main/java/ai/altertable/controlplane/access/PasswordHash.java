package ai.altertable.controlplane.access;

import ai.altertable.foundation.lifecycle.Secret;
import com.ongres.scram.common.StringPreparation;
import java.security.GeneralSecurityException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// The slow step from a password to keys: `SaltedPassword` of RFC 5802, section 3.
@FunctionalInterface
public interface PasswordHash {
  byte[] saltedPassword(Secret password, byte[] salt, int iterations);

  /// PBKDF2 with HMAC-SHA-256 over the password as PostgreSQL prepares it.
  static PasswordHash scramSha256() {
    return PasswordHash::pbkdf2;
  }

  private static byte[] pbkdf2(Secret password, byte[] salt, int iterations) {
    char[] prepared = prepared(password.value().toCharArray());
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
          .generateSecret(new PBEKeySpec(prepared, salt, iterations, 256))
          .getEncoded();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// SASLprep (RFC 4013), or the password as it is where SASLprep forbids it or leaves nothing of
  /// it. The library tells the latter by an exception of no particular type.
  private static char[] prepared(char[] password) {
    try {
      return StringPreparation.POSTGRESQL_PREPARATION.normalize(password);
    } catch (RuntimeException _) {
      return password;
    }
  }
}
