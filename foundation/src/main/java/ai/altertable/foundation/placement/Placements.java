package ai.altertable.foundation.placement;

import ai.altertable.foundation.identity.Environment;
import java.util.List;

/// Chooses a worker. Safe for use by several threads; never blocks.
public interface Placements {
  Placement place(PlacementRequest request);

  /// For a request without a session.
  default Placement place(Environment environment) {
    return place(PlacementRequest.of(environment));
  }

  /// All workers of an environment that are there, those included that take nothing new: what they
  /// have begun is found and cancelled there, and sessions that they have go on there.
  List<Candidate> workers(Environment environment);
}
