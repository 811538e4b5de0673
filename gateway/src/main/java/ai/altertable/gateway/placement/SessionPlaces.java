package ai.altertable.gateway.placement;

import ai.altertable.foundation.placement.Candidate;
import ai.altertable.foundation.placement.WorkerAddress;
import ai.altertable.foundation.session.SessionId;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// Where this gateway has sent sessions, for as long as an environment has the same workers at the
/// same addresses: when one has come, gone or been started anew, they are looked for again, as
/// another gateway may have moved them. Nothing depends on what is forgotten. Safe for use by
/// several threads.
public final class SessionPlaces {
  /// Somewhat longer than workers keep a session that is not used.
  private static final Duration KEPT = Duration.ofMinutes(35);

  private static final int SESSIONS_MAX = 50_000;

  /// A session, as workers tell them apart.
  public record Key(UUID environment, UUID principal, SessionId session) {}

  private record Place(String slug, Set<WorkerAddress> among) {}

  private final Cache<Key, Place> places;

  public SessionPlaces(Ticker ticker) {
    this.places =
        Caffeine.newBuilder()
            .ticker(ticker)
            .executor(Runnable::run)
            .maximumSize(SESSIONS_MAX)
            .expireAfterAccess(KEPT)
            .build();
  }

  public Optional<WorkerAddress> find(Key key, List<Candidate> workers) {
    Place place = places.getIfPresent(key);
    if (place == null || !place.among().equals(addresses(workers))) {
      return Optional.empty();
    }
    return place.among().stream().filter(one -> one.slug().equals(place.slug())).findFirst();
  }

  public void remember(Key key, WorkerAddress worker, List<Candidate> workers) {
    places.put(key, new Place(worker.slug(), addresses(workers)));
  }

  private static Set<WorkerAddress> addresses(List<Candidate> workers) {
    return workers.stream().map(Candidate::address).collect(Collectors.toUnmodifiableSet());
  }
}
