package ai.altertable.systemtests.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/// The passwords that a server derives from its master key: HKDF-SHA256 without salt, the label as
/// info, 32 bytes in unpadded URL-safe Base64.
final class DerivedKeys {
  private final byte[] masterKey;

  DerivedKeys(byte[] masterKey) {
    this.masterKey = masterKey.clone();
  }

  String ofRole(String role) {
    try {
      byte[] label = ("postgresql role " + role).getBytes(StandardCharsets.UTF_8);
      byte[] derived =
          KDF.getInstance("HKDF-SHA256")
              .deriveData(HKDFParameterSpec.ofExtract().addIKM(masterKey).thenExpand(label, 32));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(derived);
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
