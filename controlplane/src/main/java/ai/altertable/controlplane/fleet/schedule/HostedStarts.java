package ai.altertable.controlplane.fleet.schedule;

import ai.altertable.controlplane.fleet.schedule.Attempts.Failed;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.placement.Candidate;
import ai.altertable.foundation.placement.Placement;
import ai.altertable.foundation.placement.Placement.Refused;
import ai.altertable.foundation.placement.Placement.Starting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// What is answered to who wants an environment that has no worker: that one is being started, and
/// how to wait for it. All who wait for one environment wait for the same. Safe for use by several
/// threads; never blocks.
public final class HostedStarts {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final InstantSource clock;
  private final Demand demand;
  private final Supplier<Attempts> attempts;
  private final Map<UUID, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();

  HostedStarts(InstantSource clock, Demand demand, Supplier<Attempts> attempts) {
    this.clock = clock;
    this.demand = demand;
    this.attempts = attempts;
  }

  /// Has a worker started, unless that has just failed.
  public Placement absent(Environment environment) {
    demand.want(environment.id());
    Failed failed = attempts.get().failed().get(environment.id());
    Instant now = clock.instant();
    if (failed != null && failed.next().isAfter(now)) {
      long seconds = Math.max(1, Duration.between(now, failed.next()).toSeconds());
      return refused(
          "the worker of the environment '%s' cannot be started at the moment; try again in %d s"
              .formatted(environment.slug(), seconds),
          Duration.ofSeconds(seconds));
    }
    return new Starting(
        refused(
            "a worker of the environment '%s' is being started; try again in %d s"
                .formatted(environment.slug(), RETRY_AFTER.toSeconds()),
            RETRY_AFTER),
        waiting.computeIfAbsent(environment.id(), _ -> new CompletableFuture<>()));
  }

  private static Refused refused(String reason, Duration retryAfter) {
    return new Refused(ErrorCode.WORKER_UNAVAILABLE, reason, retryAfter);
  }

  /// Lets go those who wait for an environment that has a worker now, or whose start has failed. To
  /// be called again and again.
  public void settle(Collection<Candidate> candidates) {
    Instant now = clock.instant();
    Set<UUID> served = candidates.stream().map(Candidate::environment).collect(Collectors.toSet());
    Map<UUID, Failed> failed = attempts.get().failed();
    for (UUID environment : Set.copyOf(waiting.keySet())) {
      Failed attempt = failed.get(environment);
      if (served.contains(environment) || (attempt != null && attempt.next().isAfter(now))) {
        CompletableFuture<Void> settled = waiting.remove(environment);
        if (settled != null) {
          settled.complete(null);
        }
      }
    }
  }
}
