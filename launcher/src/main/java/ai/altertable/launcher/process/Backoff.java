package ai.altertable.launcher.process;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Counts the runs that ended early and says how long to wait. Confined to the supervising thread.
final class Backoff {
  private static final int DOUBLINGS_MAX = 30;

  private final RestartPolicy policy;
  private final RandomGenerator random;
  private int early;

  Backoff(RestartPolicy policy, RandomGenerator random) {
    this.policy = policy;
    this.random = random;
  }

  /// The pause before the next attempt, between half of the planned one and all of it, so that
  /// processes that died together do not come back together. Empty: no further attempt.
  ///
  /// @param served whether the run did what it was started for, however short it was
  Optional<Duration> afterRunOf(Duration ran, boolean served) {
    if (served || ran.compareTo(policy.healthyAfter()) >= 0) {
      early = 0;
    }
    early++;
    if (early >= policy.attemptsMax()) {
      return Optional.empty();
    }
    long doubled = policy.first().toMillis() << Math.min(early - 1, DOUBLINGS_MAX);
    long planned = Math.min(doubled, policy.longest().toMillis());
    return Optional.of(Duration.ofMillis(planned / 2 + random.nextLong(planned / 2 + 1)));
  }
}
