package ai.altertable.foundation.placement;

import ai.altertable.foundation.error.ErrorCode;
import java.time.Duration;

/// Where a request goes.
public sealed interface Placement {
  record Placed(WorkerAddress worker) implements Placement {}

  /// No worker can take it now.
  ///
  /// @param retryAfter when it may be worth asking again
  record Refused(ErrorCode code, String reason, Duration retryAfter) implements Placement {}
}
