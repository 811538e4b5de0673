package ai.altertable.gateway.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/// Counts wrong tries by whatever they have in common, and lets the count run down with time: so
/// many may come at once, and then one in each pause. Safe for use by several threads.
///
/// For each key one moment is kept, at which its count has run down to zero (the generic cell rate
/// algorithm of ITU-T I.371).
final class WrongTries<K> {
  private final Ticker ticker;
  private final long pauseNanos;
  private final long allowedNanos;
  private final Cache<K, Long> emptyAt;

  WrongTries(Ticker ticker, int entriesMax, int triesMax, Duration pause) {
    this.ticker = ticker;
    this.pauseNanos = pause.toNanos();
    this.allowedNanos = Math.multiplyExact(triesMax, pauseNanos);
    this.emptyAt =
        Caffeine.newBuilder()
            .ticker(ticker)
            .executor(Runnable::run)
            .maximumSize(entriesMax)
            .expireAfterWrite(Duration.ofNanos(2 * allowedNanos))
            .build();
  }

  void add(K key) {
    long now = ticker.read();
    emptyAt
        .asMap()
        .merge(
            key, now + pauseNanos, (before, _) -> (before - now > 0 ? before : now) + pauseNanos);
  }

  /// Until the next one may come; zero or less: it may come now.
  long nanosToWait(K key) {
    Long empty = emptyAt.getIfPresent(key);
    return empty == null ? 0 : empty - ticker.read() - allowedNanos + pauseNanos;
  }
}
