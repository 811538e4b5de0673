package ai.altertable.engine.admission;

/// How long a statement has computed, as far as it matters to what it waits for.
enum Age {
  /// Computes at once.
  NEW,
  /// A long one, but it may be done soon: goes before those of its principal that are [#OLD].
  YOUNG,
  /// Goes to its end before those of its principal that began later: what has begun holds memory.
  OLD
}
