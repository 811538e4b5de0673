package ai.altertable.engine.capi;

/// Where a pending execution stands.
public enum PendingState {
  /// [Pending#result] answers at once.
  READY,
  /// There is more to do: execute the next task.
  NOT_READY,
  /// Other threads are at work, and there is nothing for this one: try again a little later, or let
  /// [Pending#result] wait.
  NO_TASKS_AVAILABLE
}
