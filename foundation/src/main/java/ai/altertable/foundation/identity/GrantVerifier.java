package ai.altertable.foundation.identity;

import ai.altertable.foundation.identity.GrantVerdict.Reason;
import ai.altertable.foundation.identity.GrantVerdict.Refused;
import ai.altertable.foundation.identity.GrantVerdict.Valid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/// Checks grants on behalf of one worker. Safe for use by several threads.
///
/// Nothing of a text is interpreted before its signature is found right.
public final class GrantVerifier {
  /// How far the clocks of server and worker may lie apart.
  public static final Duration CLOCK_SKEW = Duration.ofSeconds(10);

  /// More than any grant has; a head of the platform's HTTP server has no more either.
  private static final int CHARS_MAX = 64 << 10;

  private final PublicKey key;
  private final String worker;
  private final UUID environment;

  private GrantVerifier(PublicKey key, String worker, UUID environment) {
    this.key = key;
    this.worker = worker;
    this.environment = environment;
  }

  /// @param verificationKey that of the server's [GrantSigner]
  /// @param worker the slug of this worker
  /// @param environment the id of the environment that this worker serves
  /// @throws IllegalArgumentException when the key is none
  public static GrantVerifier of(String verificationKey, String worker, UUID environment) {
    try {
      PublicKey key =
          KeyFactory.getInstance(GrantSigner.ALGORITHM)
              .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(verificationKey)));
      return new GrantVerifier(key, worker, environment);
    } catch (GeneralSecurityException wrong) {
      throw new IllegalArgumentException("not an Ed25519 public key", wrong);
    }
  }

  /// Checks what does not change with time: a text that is [Valid] here need not be given again.
  /// Takes a fraction of a millisecond.
  public GrantVerdict open(String text) {
    int dot = text.lastIndexOf('.');
    if (text.length() > CHARS_MAX
        || !text.startsWith(GrantSigner.PREFIX)
        || dot < GrantSigner.PREFIX.length()) {
      return new Refused(Reason.MALFORMED);
    }
    String signed = text.substring(0, dot);
    try {
      if (!isSigned(signed, text.substring(dot + 1))) {
        return new Refused(Reason.BADLY_SIGNED);
      }
      String payload = signed.substring(GrantSigner.PREFIX.length());
      return judge(GrantCodec.decode(Base64.getUrlDecoder().decode(payload)));
    } catch (IOException | IllegalArgumentException malformed) {
      return new Refused(Reason.MALFORMED);
    }
  }

  /// One signature has one text: base64 that only decodes to the same bytes is refused.
  private boolean isSigned(String signed, String signatureText) {
    byte[] bytes = Base64.getUrlDecoder().decode(signatureText);
    if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(signatureText)) {
      return false;
    }
    try {
      Signature signature = Signature.getInstance(GrantSigner.ALGORITHM);
      signature.initVerify(key);
      signature.update(signed.getBytes(StandardCharsets.UTF_8));
      return signature.verify(bytes);
    } catch (SignatureException noSignature) {
      return false;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private GrantVerdict judge(Grant grant) {
    if (!grant.validity().worker().equals(worker)) {
      return new Refused(Reason.FOR_ANOTHER_WORKER);
    }
    if (!grant.environment().id().equals(environment)) {
      return new Refused(Reason.FOR_ANOTHER_ENVIRONMENT);
    }
    return new Valid(grant);
  }

  /// Checks whether a grant that was opened counts at a moment.
  public static GrantVerdict at(Instant now, Grant grant) {
    if (grant.validity().issued().isAfter(now.plus(CLOCK_SKEW))) {
      return new Refused(Reason.FROM_THE_FUTURE);
    }
    return grant.validity().expires().isAfter(now.minus(CLOCK_SKEW))
        ? new Valid(grant)
        : new Refused(Reason.EXPIRED);
  }
}
