package ai.altertable.foundation.identity;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// The signers that are believed at the moment. They come and go with gateways. Safe for use by
/// several threads.
public final class GrantKeys {
  private static final int ID_BYTES = 12;

  /// Whose key it is, which decides what it may sign.
  public enum Owner {
    /// Signs for clients only.
    GATEWAY,
    /// Signs for the platform itself as well.
    CONTROL_PLANE
  }

  /// @param text what [GrantSigner#verificationKey] says
  public record Key(Owner owner, String text) {}

  record Known(Owner owner, PublicKey key) {}

  private record State(long generation, Map<String, Known> byId) {}

  private final AtomicReference<State> state = new AtomicReference<>(new State(0, Map.of()));

  private GrantKeys() {}

  /// Nobody is believed yet.
  public static GrantKeys none() {
    return new GrantKeys();
  }

  /// @throws IllegalArgumentException when one is no key
  public static GrantKeys of(Key... keys) {
    GrantKeys all = new GrantKeys();
    all.replace(List.of(keys));
    return all;
  }

  /// Whether a text is a key at all, as nobody knows who has sent it.
  public static boolean isKey(String text) {
    try {
      var _ = publicKey(decode(text));
      return true;
    } catch (IllegalArgumentException wrong) {
      return false;
    }
  }

  /// From now on these are believed, and no others.
  ///
  /// @throws IllegalArgumentException when one is no key; then nothing has changed
  public void replace(Collection<Key> keys) {
    Map<String, Known> byId = new HashMap<>();
    for (Key key : keys) {
      byte[] encoded = decode(key.text());
      // A gateway that claims the control plane's key takes nothing from it.
      byId.merge(
          id(encoded),
          new Known(key.owner(), publicKey(encoded)),
          (known, claimed) -> known.owner() == Owner.CONTROL_PLANE ? known : claimed);
    }
    state.updateAndGet(before ->
        before.byId().equals(byId) ? before : new State(before.generation() + 1, Map.copyOf(byId)));
    synchronized (this) {
      notifyAll();
    }
  }

  /// Waits until the keys are of another generation than this one.
  ///
  /// @return whether they are
  boolean awaitChange(long generation, Duration within) throws InterruptedException {
    long end = System.nanoTime() + within.toNanos();
    synchronized (this) {
      for (long left = within.toNanos(); generation() == generation && left > 0; ) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
        left = end - System.nanoTime();
      }
    }
    return generation() != generation;
  }

  /// Changes with the keys: what was believed under another generation is to be checked again.
  public long generation() {
    return state.get().generation();
  }

  Optional<Known> find(String id) {
    return Optional.ofNullable(state.get().byId().get(id));
  }

  /// How a grant names the key that it is signed by: the beginning of its SHA-256.
  static String id(byte[] encoded) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(encoded);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(digest, ID_BYTES));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] decode(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException("not an Ed25519 public key", wrong);
    }
  }

  private static PublicKey publicKey(byte[] encoded) {
    try {
      return KeyFactory.getInstance(GrantSigner.ALGORITHM)
          .generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException wrong) {
      throw new IllegalArgumentException("not an Ed25519 public key", wrong);
    }
  }
}
