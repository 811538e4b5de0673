package ai.altertable.foundation.identity;

import ai.altertable.foundation.identity.GrantVerdict.Reason;
import ai.altertable.foundation.identity.GrantVerdict.Refused;
import ai.altertable.foundation.identity.GrantVerdict.Valid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/// Checks grants on behalf of one worker. Safe for use by several threads.
///
/// Nothing of a text is interpreted before its signature is found right.
public final class GrantVerifier {
  /// How far the clocks of server and worker may lie apart.
  public static final Duration CLOCK_SKEW = Duration.ofSeconds(10);

  /// More than any grant has; a head of the platform's HTTP server has no more either.
  private static final int CHARS_MAX = 64 << 10;

  private final GrantKeys keys;
  private final String worker;
  private final Predicate<UUID> serves;

  /// @param keys those that are believed at the moment
  /// @param worker the slug of this worker
  /// @param serves whether this worker serves the environment of an id
  public GrantVerifier(GrantKeys keys, String worker, Predicate<UUID> serves) {
    this.keys = keys;
    this.worker = worker;
    this.serves = serves;
  }

  /// Changes with the keys: what was [Valid] under another generation is to be opened again.
  public long generation() {
    return keys.generation();
  }

  /// As [#open], but waits a moment for the key of a signer that is not known: a gateway that has
  /// just come signs as soon as it is told where to send requests, which may be before the key has
  /// come here. Blocks.
  ///
  /// @param within how long at most
  public GrantVerdict open(String text, Duration within) {
    long end = System.nanoTime() + within.toNanos();
    while (true) {
      long generation = keys.generation();
      GrantVerdict verdict = open(text);
      boolean isUnknown = verdict.equals(new Refused(Reason.UNKNOWN_SIGNER));
      try {
        if (!isUnknown
            || !keys.awaitChange(generation, Duration.ofNanos(end - System.nanoTime()))) {
          return verdict;
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return verdict;
      }
    }
  }

  /// Checks what does not change with time: a text that is [Valid] here need not be given again.
  /// Takes a fraction of a millisecond.
  public GrantVerdict open(String text) {
    int payload = text.indexOf('.', GrantSigner.PREFIX.length()) + 1;
    int signature = text.lastIndexOf('.') + 1;
    if (text.length() > CHARS_MAX
        || !text.startsWith(GrantSigner.PREFIX)
        || payload == 0
        || signature <= payload) {
      return new Refused(Reason.MALFORMED);
    }
    Optional<GrantKeys.Known> signer =
        keys.find(text.substring(GrantSigner.PREFIX.length(), payload - 1));
    if (signer.isEmpty()) {
      return new Refused(Reason.UNKNOWN_SIGNER);
    }
    try {
      String signed = text.substring(0, signature - 1);
      if (!isSigned(signer.get().key(), signed, text.substring(signature))) {
        return new Refused(Reason.BADLY_SIGNED);
      }
      byte[] json = Base64.getUrlDecoder().decode(signed.substring(payload));
      return judge(signer.get().owner(), GrantCodec.decode(json));
    } catch (IOException | IllegalArgumentException malformed) {
      return new Refused(Reason.MALFORMED);
    }
  }

  /// One signature has one text: base64 that only decodes to the same bytes is refused.
  private static boolean isSigned(PublicKey key, String signed, String signatureText) {
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

  private GrantVerdict judge(GrantKeys.Owner signer, Grant grant) {
    if (signer != GrantKeys.Owner.CONTROL_PLANE
        && grant.clientInterface() == ClientInterface.PLATFORM) {
      return new Refused(Reason.BEYOND_ITS_SIGNER);
    }
    if (!grant.validity().worker().equals(worker)) {
      return new Refused(Reason.FOR_ANOTHER_WORKER);
    }
    if (!serves.test(grant.environment().id())) {
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
