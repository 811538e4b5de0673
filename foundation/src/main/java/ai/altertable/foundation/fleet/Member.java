package ai.altertable.foundation.fleet;

import java.util.UUID;

/// A process that has enrolled with the control plane. Its certificate says all of this.
///
/// @param slug its name for people, unique among members
public record Member(UUID id, Kind kind, String slug) {
  /// What a member is for, which decides what it may ask and what it is told.
  public enum Kind {
    WORKER,
    GATEWAY
  }
}
