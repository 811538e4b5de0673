package ai.altertable.engine.admission;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.UUID;

/// What one principal has of a worker. Guarded by its gate.
final class Share {
  private static final long HALF_LIFE_NANOS = 10_000_000_000L;

  final UUID principal;
  final Deque<Turnstile> entering = new ArrayDeque<>();
  int open;

  private final Queue<Pause> pausing = new PriorityQueue<>(Pause.FIRST_TO_GO);
  private int youngComputing;
  private int oldComputing;
  private volatile boolean youngPausing;

  private double usedNanos;
  private long usedAt;

  Share(UUID principal, long now) {
    this.principal = principal;
    this.usedAt = now;
  }

  void begin(Age age) {
    count(age, 1);
  }

  void end(Age age) {
    count(age, -1);
  }

  private void count(Age age, int change) {
    switch (age) {
      case NEW -> throw new IllegalArgumentException("a new statement needs no turn");
      case YOUNG -> youngComputing += change;
      case OLD -> oldComputing += change;
    }
  }

  /// Whether a long statement of that age has its turn.
  boolean computes(Age age) {
    return (age == Age.YOUNG ? youngComputing : oldComputing) > 0;
  }

  void pause(Pause pause) {
    pausing.add(pause);
    look();
  }

  /// @return false when it has been [#resume]d
  boolean abandon(Pause pause) {
    boolean paused = pausing.remove(pause);
    look();
    return paused;
  }

  /// How many wait for their turn.
  int pausing() {
    return pausing.size();
  }

  boolean isPausing() {
    return !pausing.isEmpty();
  }

  /// The first one to go, which pauses no more.
  Pause next() {
    Pause first = pausing.remove();
    look();
    return first;
  }

  private void look() {
    Pause first = pausing.peek();
    youngPausing = first != null && first.age() == Age.YOUNG;
  }

  /// Whether one that may be done soon waits. Any thread.
  boolean hasYoungPausing() {
    return youngPausing;
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
