package ai.altertable.engine.admission;

import java.util.Comparator;

/// A long statement's wait for its turn.
///
/// @param age as it will compute
/// @param order in which the statements of a worker were let in
record Pause(Turnstile place, Age age, long order) {
  /// Within a principal.
  static final Comparator<Pause> FIRST_TO_GO =
      Comparator.comparing(Pause::age).thenComparingLong(Pause::order);
}
