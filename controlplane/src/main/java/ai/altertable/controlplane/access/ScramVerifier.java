package ai.altertable.controlplane.access;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.lifecycle.Secret;
import com.ongres.scram.common.ScramFunctions;
import com.ongres.scram.common.ScramMechanism;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is kept of a password: enough to check it, by itself or in a SCRAM exchange, and nothing to
/// log in with.
///
/// The text is PostgreSQL's (manual, `pg_authid`):
/// `SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>`, the last three in base64.
public final class ScramVerifier {
  private static final ScramMechanism MECHANISM = ScramMechanism.SCRAM_SHA_256;
  private static final int SALT_BYTES = 16;
  private static final int KEY_BYTES = 32;
  private static final Pattern TEXT =
      Pattern.compile("SCRAM-SHA-256\\$(\\d{1,9}):([^$:]+)\\$([^$:]+):([^$:]+)");

  private final int iterations;
  private final byte[] salt;
  private final byte[] storedKey;
  private final byte[] serverKey;

  private ScramVerifier(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
    this.iterations = iterations;
    this.salt = salt;
    this.storedKey = storedKey;
    this.serverKey = serverKey;
  }

  public static ScramVerifier of(
      SecureRandom random, PasswordHash hash, Secret password, int iterations) {
    byte[] salt = bytes(random, SALT_BYTES);
    byte[] salted = hash.saltedPassword(password, salt, iterations);
    return new ScramVerifier(
        iterations, salt, storedKey(salted), ScramFunctions.serverKey(MECHANISM, salted));
  }

  /// A verifier of no password, as costly to check as any other.
  static ScramVerifier ofNobody(SecureRandom random, int iterations) {
    return new ScramVerifier(
        iterations, bytes(random, SALT_BYTES), bytes(random, KEY_BYTES), bytes(random, KEY_BYTES));
  }

  /// @throws PlatformException INTERNAL when the text is no verifier
  static ScramVerifier parse(Secret text) {
    Matcher matcher = TEXT.matcher(text.value());
    if (!matcher.matches()) {
      throw new PlatformException(ErrorCode.INTERNAL, "a stored password verifier is malformed");
    }
    return new ScramVerifier(
        Integer.parseInt(matcher.group(1)),
        Base64.getDecoder().decode(matcher.group(2)),
        Base64.getDecoder().decode(matcher.group(3)),
        Base64.getDecoder().decode(matcher.group(4)));
  }

  /// PostgreSQL's text of it, to be stored or given to `ALTER ROLE … PASSWORD`.
  public Secret text() {
    Base64.Encoder base64 = Base64.getEncoder();
    return new Secret(
        "SCRAM-SHA-256$"
            + iterations
            + ":"
            + base64.encodeToString(salt)
            + "$"
            + base64.encodeToString(storedKey)
            + ":"
            + base64.encodeToString(serverKey));
  }

  /// Takes as long for a wrong password as for the right one.
  boolean matches(PasswordHash hash, Secret password) {
    return MessageDigest.isEqual(
        storedKey, storedKey(hash.saltedPassword(password, salt, iterations)));
  }

  private static byte[] storedKey(byte[] saltedPassword) {
    return ScramFunctions.storedKey(MECHANISM, ScramFunctions.clientKey(MECHANISM, saltedPassword));
  }

  private static byte[] bytes(SecureRandom random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  @Override
  public String toString() {
    return "SCRAM-SHA-256$" + iterations + ":***";
  }
}
