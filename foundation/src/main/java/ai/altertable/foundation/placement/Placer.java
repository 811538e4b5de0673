package ai.altertable.foundation.placement;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.placement.Placement.Placed;
import ai.altertable.foundation.placement.Placement.Refused;
import ai.altertable.foundation.session.SessionId;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/// Chooses among the workers that it was told of last, by the rules of [Choice]. Remembers where
/// sessions are, the latest [#SESSIONS_MAX] of them. Safe for use by several threads; never blocks.
public final class Placer implements Placements {
  /// A worker that was killed is back, or replaced, in less than this.
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  static final int SESSIONS_MAX = 50_000;

  private record Place(UUID environment, SessionId session) {}

  private record View(List<Candidate> candidates, Map<String, AtomicInteger> placed) {
    int placedAt(String slug) {
      AtomicInteger count = placed.get(slug);
      return count == null ? 0 : count.get();
    }
  }

  private final AtomicReference<View> view =
      new AtomicReference<>(new View(List.of(), new ConcurrentHashMap<>()));
  private final AtomicInteger turn = new AtomicInteger();
  private final Function<Environment, Placement> absent;

  /// Where sessions were placed. Guarded by itself.
  private final Map<Place, String> sessions =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, String> eldest) {
          return size() > SESSIONS_MAX;
        }
      };

  /// @param absent asked when an environment has no worker at all; must not block
  public Placer(Function<Environment, Placement> absent) {
    this.absent = absent;
  }

  /// One that refuses where there is no worker.
  public Placer() {
    this(Placer::nobody);
  }

  /// These are the workers from now on, with their present loads.
  public void candidates(Collection<Candidate> candidates) {
    view.set(new View(List.copyOf(candidates), new ConcurrentHashMap<>()));
  }

  /// The workers that are chosen among.
  public List<Candidate> candidates() {
    return view.get().candidates();
  }

  @Override
  public List<Candidate> workers(Environment environment) {
    return view.get().candidates().stream()
        .filter(one -> one.environment().equals(environment.id()))
        .toList();
  }

  @Override
  public Placement place(PlacementRequest request) {
    View now = view.get();
    Choice choice = new Choice(now.candidates(), now::placedAt);
    Optional<Place> place =
        request.session().map(session -> new Place(request.environment().id(), session));
    return choice
        .choose(request, place.flatMap(this::known), turn.getAndIncrement())
        .map(chosen -> placed(now, place, chosen))
        .orElseGet(() -> nobodyTakes(request));
  }

  private Placement placed(View now, Optional<Place> place, Candidate chosen) {
    now.placed().computeIfAbsent(chosen.slug(), _ -> new AtomicInteger()).incrementAndGet();
    place.ifPresent(session -> remember(session, chosen.slug()));
    return new Placed(chosen.address());
  }

  private Placement nobodyTakes(PlacementRequest request) {
    Environment environment = request.environment();
    List<Candidate> own = workers(environment);
    if (own.isEmpty()) {
      return absent.apply(environment);
    }
    if (own.stream().allMatch(one -> one.readiness() == Candidate.Readiness.DRAINING)) {
      return new Refused(
          ErrorCode.WORKER_DRAINING,
          "the workers of the environment '%s' take no new statements; try again in %d s"
              .formatted(environment.slug(), RETRY_AFTER.toSeconds()),
          RETRY_AFTER);
    }
    return nobody(environment);
  }

  /// What is answered when an environment has no worker that can be reached.
  public static Refused nobody(Environment environment) {
    return new Refused(
        ErrorCode.WORKER_UNAVAILABLE,
        "no worker of the environment '%s' is up at the moment; try again in %d s"
            .formatted(environment.slug(), RETRY_AFTER.toSeconds()),
        RETRY_AFTER);
  }

  private Optional<String> known(Place place) {
    synchronized (sessions) {
      return Optional.ofNullable(sessions.get(place));
    }
  }

  private void remember(Place place, String slug) {
    synchronized (sessions) {
      sessions.put(place, slug);
    }
  }
}
