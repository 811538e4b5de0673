package ai.altertable.gateway.placement;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Set;

/// The workers that could not be reached a moment ago: others are chosen before them, until the
/// fleet knows, or they are back. Safe for use by several threads.
public final class LeftOut {
  private static final Duration MOMENT = Duration.ofSeconds(2);
  private static final int WORKERS_MAX = 1000;

  private final Cache<String, Boolean> slugs;

  public LeftOut(Ticker ticker) {
    this.slugs =
        Caffeine.newBuilder()
            .ticker(ticker)
            .executor(Runnable::run)
            .maximumSize(WORKERS_MAX)
            .expireAfterWrite(MOMENT)
            .build();
  }

  public void add(String slug) {
    slugs.put(slug, Boolean.TRUE);
  }

  public boolean contains(String slug) {
    return slugs.getIfPresent(slug) != null;
  }

  public Set<String> slugs() {
    return slugs.estimatedSize() == 0 ? Set.of() : Set.copyOf(slugs.asMap().keySet());
  }
}
