package ai.altertable.gateway.exchange;

import ai.altertable.foundation.placement.Placement.Refused;
import ai.altertable.foundation.placement.Placement.Starting;
import ai.altertable.gateway.placement.Target;

/// What a request's next try is.
sealed interface Choice {
  record To(Target target) implements Choice {}

  /// Nowhere yet.
  record Wait(Starting starting) implements Choice {}

  record None(Refused refused) implements Choice {}
}
