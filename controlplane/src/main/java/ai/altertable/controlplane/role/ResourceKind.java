package ai.altertable.controlplane.role;

import java.util.Locale;

/// What a role is on.
public enum ResourceKind {
  ORGANIZATION,
  ENVIRONMENT,
  CATALOG;

  /// As it is written in the management API.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
