package ai.altertable.engine.admission;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;

/// What one principal has of a worker. Guarded by its gate.
final class Share {
  private static final long HALF_LIFE_NANOS = 10_000_000_000L;

  final UUID principal;
  final Deque<Turnstile> entering = new ArrayDeque<>();
  final Deque<Turnstile> pausing = new ArrayDeque<>();
  int open;

  /// Long statements that have their turn.
  int computing;

  private double usedNanos;
  private long usedAt;

  Share(UUID principal, long now) {
    this.principal = principal;
    this.usedAt = now;
  }

  void use(long nanos, long now) {
    usedNanos = used(now) + nanos;
    usedAt = now;
  }

  /// Computing time, of which less counts the longer ago it was.
  double used(long now) {
    return usedNanos * Math.pow(0.5, (double) (now - usedAt) / HALF_LIFE_NANOS);
  }

  /// Whether it can be forgotten.
  boolean isForgettable(long now) {
    return open == 0 && entering.isEmpty() && pausing.isEmpty() && used(now) < 1_000_000;
  }
}
