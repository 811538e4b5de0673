package ai.altertable.controlplane.fleet.schedule;

import ai.altertable.foundation.identity.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// What the scheduler remembers between its decisions: the attempts to start a worker for each
/// environment that have not come to anything.
///
/// @param failed by the environment's id
public record Attempts(Map<UUID, Failed> failed) {
  static final Attempts NONE = new Attempts(Map.of());
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration MAX = Duration.ofMinutes(1);

  /// @param times in a row, at least 1
  /// @param next when it may be tried again
  public record Failed(int times, Instant next) {}

  public Attempts {
    failed = Map.copyOf(failed);
  }

  boolean mayStart(UUID environment, Instant now) {
    Failed before = failed.get(environment);
    return before == null || !now.isBefore(before.next());
  }

  /// Each failure in a row doubles the wait, from a second to a minute.
  Attempts failed(UUID environment, Instant now) {
    Failed before = failed.get(environment);
    int times = before == null ? 1 : Math.min(before.times() + 1, 30);
    Duration wait = FIRST.multipliedBy(1L << Math.min(times - 1, 10));
    Map<UUID, Failed> after = new HashMap<>(failed);
    after.put(environment, new Failed(times, now.plus(wait.compareTo(MAX) < 0 ? wait : MAX)));
    return new Attempts(after);
  }

  Attempts succeeded(UUID environment) {
    if (!failed.containsKey(environment)) {
      return this;
    }
    Map<UUID, Failed> after = new HashMap<>(failed);
    after.remove(environment);
    return new Attempts(after);
  }

  /// Of these environments only.
  Attempts retain(List<Environment> environments) {
    Map<UUID, Failed> after = new HashMap<>(failed);
    after.keySet().retainAll(environments.stream().map(Environment::id).toList());
    return new Attempts(after);
  }
}
