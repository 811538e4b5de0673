package ai.altertable.foundation.placement;

import ai.altertable.foundation.identity.Environment;

/// Chooses a worker. Safe for use by several threads; never blocks.
@FunctionalInterface
public interface Placements {
  Placement place(PlacementRequest request);

  /// For a request without a session.
  default Placement place(Environment environment) {
    return place(PlacementRequest.of(environment));
  }
}
