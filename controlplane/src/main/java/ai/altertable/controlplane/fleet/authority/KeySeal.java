package ai.altertable.controlplane.fleet.authority;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.lifecycle.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals secrets that are kept in the database: AES-256-GCM under a key that HMAC-SHA-256 derives
/// from the master key. Safe for use by several threads.
///
/// ```
///   1 byte version (1) · 12 bytes nonce, random · ciphertext and 16 bytes tag
/// ```
public final class KeySeal {
  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int KEY_BYTES_MIN = 32;
  private static final byte[] PURPOSE = "sealed secrets".getBytes(StandardCharsets.UTF_8);

  private final SecretKeySpec key;
  private final SecureRandom random;

  private KeySeal(SecretKeySpec key, SecureRandom random) {
    this.key = key;
    this.random = random;
  }

  /// @throws IllegalArgumentException when the master key has fewer than 32 bytes
  public static KeySeal derivedFrom(Secret masterKey, SecureRandom random) {
    byte[] master = masterKey.value().getBytes(StandardCharsets.UTF_8);
    if (master.length < KEY_BYTES_MIN) {
      throw new IllegalArgumentException("the master key needs at least 32 bytes");
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(master, "HmacSHA256"));
      return new KeySeal(new SecretKeySpec(mac.doFinal(PURPOSE), "AES"), random);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  byte[] seal(Secret secret) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, nonce)
              .doFinal(secret.value().getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
          .put(VERSION)
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// @throws PlatformException INTERNAL when it was sealed under another master key, or changed
  Secret open(byte[] sealed) {
    if (sealed.length < 1 + NONCE_BYTES + TAG_BITS / 8 || sealed[0] != VERSION) {
      throw unreadable();
    }
    ByteBuffer rest = ByteBuffer.wrap(sealed, 1, sealed.length - 1);
    byte[] nonce = new byte[NONCE_BYTES];
    rest.get(nonce);
    byte[] text = new byte[rest.remaining()];
    rest.get(text);
    try {
      return new Secret(
          new String(cipher(Cipher.DECRYPT_MODE, nonce).doFinal(text), StandardCharsets.UTF_8));
    } catch (AEADBadTagException wrong) {
      throw unreadable();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static PlatformException unreadable() {
    return new PlatformException(
        ErrorCode.INTERNAL,
        "what the platform's database keeps sealed cannot be opened with this master key; start"
            + " with the keys/master.key that belongs to this database");
  }

  private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }
}
