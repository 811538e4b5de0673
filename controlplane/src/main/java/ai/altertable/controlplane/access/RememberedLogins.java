package ai.altertable.controlplane.access;

import ai.altertable.foundation.identity.Authentication.Authenticated;
import ai.altertable.foundation.lifecycle.Secret;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Handle;

/// Logins that were right a short while ago. Safe for use by several threads.
///
/// No password is kept: the key of an entry is an HMAC of name and password under a key that this
/// process made up. An answer found out before [#forgetAll] is not remembered after it, however
/// late it comes.
public final class RememberedLogins {
  private static final String HMAC = "HmacSHA256";
  private static final int KEY_BYTES = 32;

  /// What a login was answered, in which generation it was found out, and when it expires.
  private record Entry(Authenticated answer, long generation, Instant until) {}

  private final Cache<ByteBuffer, Entry> entries;
  private final SecretKeySpec key;
  private final AtomicLong generation = new AtomicLong();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  public RememberedLogins(SecureRandom random, AccessConfig config) {
    this(Ticker.systemTicker(), random, config);
  }

  RememberedLogins(Ticker ticker, SecureRandom random, AccessConfig config) {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    this.key = new SecretKeySpec(bytes, HMAC);
    this.entries =
        Caffeine.newBuilder()
            .ticker(ticker)
            .executor(Runnable::run)
            .maximumSize(config.rememberedMax())
            .expireAfterWrite(config.rememberedFor())
            .build();
  }

  /// Drops everything, because a user or what users may touch has changed.
  public void forgetAll() {
    generation.incrementAndGet();
    entries.invalidateAll();
    listeners.forEach(Runnable::run);
  }

  /// Has others forget as well, who remember what they were answered here.
  ///
  /// @param forget must not block
  public void onForget(Runnable forget) {
    listeners.add(forget);
  }

  /// As [#forgetAll], as soon as the transaction has ended. If it failed, it may have been
  /// committed all the same.
  public void forgetAllAfter(Handle handle) {
    handle.afterCommit(this::forgetAll);
    handle.afterRollback(this::forgetAll);
  }

  /// To be asked before the login is checked, and handed to [#remember] after.
  long generation() {
    return generation.get();
  }

  Optional<Authenticated> find(String name, Secret password) {
    return Optional.ofNullable(entries.getIfPresent(key(name, password)))
        .filter(entry -> entry.generation() == generation.get())
        .filter(entry -> entry.until().isAfter(Instant.now()))
        .map(Entry::answer);
  }

  void remember(
      String name,
      Secret password,
      Authenticated answer,
      long checkedIn,
      Optional<Instant> expires) {
    if (checkedIn == generation.get()) {
      entries.put(key(name, password), new Entry(answer, checkedIn, expires.orElse(Instant.MAX)));
    }
  }

  /// The NUL keeps `ab`, `c` apart from `a`, `bc`; no legal name contains it.
  private ByteBuffer key(String name, Secret password) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      mac.update(name.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return ByteBuffer.wrap(mac.doFinal(password.value().getBytes(StandardCharsets.UTF_8)))
          .asReadOnlyBuffer();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
