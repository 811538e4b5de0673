package ai.altertable.link.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next try: twice as long as last time, less a random part, so that
/// members do not all come at once. Confined to one thread.
final class Backoff {
  private static final int DOUBLINGS_MAX = 30;

  private final Duration first;
  private final Duration longest;
  private final RandomGenerator random;
  private int failures;
  private String lastReason = "";

  Backoff(Duration first, Duration longest, RandomGenerator random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
  }

  /// @param hopeless before somebody acts
  Duration next(boolean hopeless) {
    double millis =
        Math.min(
            (double) longest.toMillis(),
            (double) first.toMillis() * Math.pow(2, Math.min(failures, DOUBLINGS_MAX)));
    failures = hopeless ? DOUBLINGS_MAX : failures + 1;
    return Duration.ofMillis(Math.max(1, Math.round(millis * (1 - random.nextDouble() / 2))));
  }

  /// There was a connection. Only one that has lasted is a success: one that is always cut at once
  /// must not be tried without end.
  void lasted(Duration time) {
    lastReason = "";
    if (time.compareTo(longest) > 0) {
      failures = 0;
    } else {
      failures = Math.min(failures, 2);
    }
  }

  /// Whether it is not the same as last time.
  boolean isWorthALine(String reason) {
    boolean fresh = !reason.equals(lastReason);
    lastReason = reason;
    return fresh;
  }
}
