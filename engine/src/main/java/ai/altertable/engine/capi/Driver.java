package ai.altertable.engine.capi;

/// Drives executions to their results, step by step.
@FunctionalInterface
public interface Driver {
  /// @throws DuckDbFailure when the execution fails
  NativeResult drive(Pending pending);
}
