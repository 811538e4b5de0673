package ai.altertable.controlplane.fleet.schedule;

import java.time.Instant;
import java.util.UUID;

/// A hosted worker's process, as its provisioner sees it.
///
/// @param environment the id of the one that it serves
/// @param since when it was started
public record HostedProcess(String slug, UUID environment, Phase phase, Instant since) {
  /// What becomes of a process.
  public enum Phase {
    /// It is there, whether it can be reached or not; a provisioner that starts it again by itself
    /// when it dies calls that running as well.
    RUNNING,
    /// It was told to end.
    STOPPING,
    /// It has ended by itself, or could not be started, and is not started again.
    ENDED
  }
}
