package ai.altertable.launcher.datadir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class MasterKeyTest {
  private static final byte[] KEY =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);

  private static byte[] hmac(byte[] key, byte[] message) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(message);
  }

  /// RFC 5869: PRK = HMAC(zeros, key), T(1) = HMAC(PRK, info | 0x01).
  @Test
  void derivesByHkdf() throws Exception {
    byte[] pseudoRandomKey = hmac(new byte[32], KEY);
    byte[] expected =
        hmac(pseudoRandomKey, "postgres/owner\u0001".getBytes(StandardCharsets.UTF_8));
    assertThat(new MasterKey(KEY).derive("postgres/owner").value())
        .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(expected))
        .hasSize(43);
  }

  @Test
  void labelsAndKeysGiveDifferentSecrets() {
    MasterKey key = new MasterKey(KEY);
    assertThat(key.derive("a").value()).isNotEqualTo(key.derive("b").value());
    assertThat(key.derive("a").value())
        .isNotEqualTo(new MasterKey(new byte[32]).derive("a").value());
    assertThat(key.derive("a")).hasToString("***");
  }
}
