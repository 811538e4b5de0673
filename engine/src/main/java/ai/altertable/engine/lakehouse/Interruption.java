package ai.altertable.engine.lakehouse;

/// Tells somebody who waits that there is no point any more.
@FunctionalInterface
public interface Interruption {
  /// @throws ai.altertable.foundation.error.PlatformException QUERY_CANCELLED or DEADLINE_EXCEEDED
  ///   when the waiting must end
  void check();
}
