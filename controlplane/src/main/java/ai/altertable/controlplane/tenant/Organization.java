package ai.altertable.controlplane.tenant;

import java.util.UUID;

/// Owns users, API keys and environments.
public record Organization(UUID id, String name, String slug) {
  /// The name of the one that every server has.
  public static final String DEFAULT = "Default";
}
