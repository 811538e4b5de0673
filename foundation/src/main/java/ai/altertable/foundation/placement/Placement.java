package ai.altertable.foundation.placement;

import ai.altertable.foundation.error.ErrorCode;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/// Where a request goes.
public sealed interface Placement {
  record Placed(WorkerAddress worker) implements Placement {}

  /// No worker can take it now.
  ///
  /// @param retryAfter when it may be worth asking again
  record Refused(ErrorCode code, String reason, Duration retryAfter) implements Placement {}

  /// No worker can take it yet: one is being started. Whoever wants to wait asks again when
  /// `settled` completes, and answers [#refused] when that takes too long.
  ///
  /// @param refused what to answer when nobody waits
  /// @param settled completes when a worker is up, or has failed to start; never with an error. It
  ///   completes on a thread that must not be held up, so continue on another
  record Starting(Refused refused, CompletionStage<Void> settled) implements Placement {}
}
