package ai.altertable.gateway.login;

import io.netty.util.concurrent.FastThreadLocal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Makes the keys under which logins are remembered. Safe for use by several threads.
final class LoginKeys {
  private static final String HMAC = "HmacSHA256";
  private static final int KEY_BYTES = 32;

  private final FastThreadLocal<Mac> macs;

  LoginKeys(SecureRandom random) {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    var key = new SecretKeySpec(bytes, HMAC);
    this.macs =
        new FastThreadLocal<>() {
          @Override
          protected Mac initialValue() throws GeneralSecurityException {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac;
          }
        };
  }

  LoginKey key(String authorization) {
    return LoginKey.of(macs.get().doFinal(authorization.getBytes(StandardCharsets.UTF_8)));
  }
}
