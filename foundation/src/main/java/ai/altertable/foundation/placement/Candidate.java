package ai.altertable.foundation.placement;

import ai.altertable.foundation.fleet.Load;
import java.util.UUID;

/// A worker among those that may be chosen. One that is lost or revoked is none.
///
/// @param environment the id of the only one that it serves
/// @param load as it was told last
public record Candidate(WorkerAddress address, UUID environment, Readiness readiness, Load load) {
  /// Whether a worker takes requests.
  public enum Readiness {
    READY,
    /// Nothing was heard of it for a moment: it may be cut off from the control plane, or gone.
    SILENT,
    /// It takes only what belongs to sessions that it has.
    DRAINING
  }

  public String slug() {
    return address.slug();
  }
}
