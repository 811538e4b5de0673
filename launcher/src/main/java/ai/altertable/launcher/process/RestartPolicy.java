package ai.altertable.launcher.process;

import java.time.Duration;

/// When a process that has died is started again.
///
/// @param first the pause after the first death
/// @param longest the pauses double up to this one
/// @param healthyAfter a process that ran this long has proved itself, as has one that has served:
///   the next pause is the first again
/// @param attemptsMax how many runs in a row may end early before the supervision gives up
public record RestartPolicy(
    Duration first, Duration longest, Duration healthyAfter, int attemptsMax) {
  public RestartPolicy {
    if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException("pauses must be positive and must not shrink");
    }
    if (attemptsMax < 1) {
      throw new IllegalArgumentException("at least one attempt");
    }
  }

  /// Tries again for as long as the server lives, at first after 200 ms, in the end every 5 s: whom
  /// somebody else's statement keeps from being served is served again within ten seconds. What ran
  /// for 15 s has been serving: one that is killed every now and then comes back at once.
  public static RestartPolicy persistent() {
    return new RestartPolicy(
        Duration.ofMillis(200), Duration.ofSeconds(5), Duration.ofSeconds(15), Integer.MAX_VALUE);
  }
}
