package ai.altertable.controlplane.fleet.schedule;

import ai.altertable.foundation.identity.Environment;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// When somebody last wanted something of each environment. Safe for use by several threads; never
/// blocks. Bounded by the number of environments.
public final class Demand {
  /// More exactly nobody needs to know it.
  private static final Duration GRAIN = Duration.ofMillis(200);

  private final InstantSource clock;
  private final Map<UUID, Instant> last = new ConcurrentHashMap<>();

  /// What was wanted at this control plane: the others are told of it.
  private final Map<UUID, Instant> here = new ConcurrentHashMap<>();

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  public Demand(InstantSource clock) {
    this.clock = clock;
  }

  /// Somebody wants something of it, or its worker does something.
  public void note(Environment environment) {
    boolean _ = note(environment.id());
  }

  /// @return whether that is news
  private boolean note(UUID environment) {
    Instant now = clock.instant();
    Instant before = last.get(environment);
    if (before != null && before.plus(GRAIN).isAfter(now)) {
      return false;
    }
    last.put(environment, now);
    here.put(environment, now);
    return true;
  }

  /// It is wanted at another control plane, or this one hears itself.
  void heard(UUID environment) {
    last.put(environment, clock.instant());
    listeners.forEach(Runnable::run);
  }

  /// As [#note]; and nobody serves it.
  void want(UUID environment) {
    if (note(environment)) {
      listeners.forEach(Runnable::run);
    }
  }

  /// @param look called when something is wanted that nobody serves; must not block
  void onWant(Runnable look) {
    listeners.add(look);
  }

  Map<UUID, Instant> lastWork() {
    return Map.copyOf(last);
  }

  Map<UUID, Instant> wantedHere() {
    return Map.copyOf(here);
  }

  void retain(List<Environment> environments) {
    List<UUID> ids = environments.stream().map(Environment::id).toList();
    last.keySet().retainAll(ids);
    here.keySet().retainAll(ids);
  }
}
