package ai.altertable.controlplane.access;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.lifecycle.Secret;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Makes and checks verifiers, a few at a time. Safe for use by several threads, which it blocks.
public final class Passwords {
  private static final Pattern LEGAL = Pattern.compile("[^\\x00\\p{Cs}]{1,1024}");
  private static final long PATIENCE_SECONDS = 10;
  private static final Secret NOTHING = new Secret("nothing");

  private final SecureRandom random;
  private final PasswordHash hash;
  private final int iterations;
  private final Semaphore checks;
  private final ScramVerifier nobody;

  public Passwords(SecureRandom random, PasswordHash hash, AccessConfig config) {
    this.random = random;
    this.hash = hash;
    this.iterations = config.passwordIterations();
    this.checks = new Semaphore(config.checksAtOnceMax(), true);
    this.nobody = ScramVerifier.ofNobody(random, iterations);
  }

  /// Whether a password may be set: 1 to 1024 characters, no NUL, which PostgreSQL cannot carry,
  /// and no half of a surrogate pair, which UTF-8 cannot.
  public static boolean isLegal(Secret password) {
    return LEGAL.matcher(password.value()).matches();
  }

  /// What is stored in place of the password.
  public ScramVerifier verifier(Secret password) {
    return ScramVerifier.of(random, hash, password, iterations);
  }

  /// Does the same work whether there is a verifier or not.
  ///
  /// @throws PlatformException TOO_MANY_SESSIONS when more logins wait than can be checked
  boolean check(Optional<ScramVerifier> verifier, Secret password) {
    enter();
    try {
      boolean matches = verifier.orElse(nobody).matches(hash, password);
      return matches && verifier.isPresent();
    } finally {
      checks.release();
    }
  }

  /// Does the work of a check whose answer is known beforehand.
  void checkNothing() {
    check(Optional.empty(), NOTHING);
  }

  private void enter() {
    try {
      if (checks.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new PlatformException(ErrorCode.QUERY_CANCELLED, "cancelled while logging in");
    }
    throw new PlatformException(
        ErrorCode.TOO_MANY_SESSIONS,
        "too many logins are being checked at the moment; try again in a few seconds");
  }
}
