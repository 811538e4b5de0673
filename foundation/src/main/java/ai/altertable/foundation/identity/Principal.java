package ai.altertable.foundation.identity;

import java.util.UUID;

/// Who asks: a user or a service account of the organization.
public record Principal(UUID id, String name) {
  /// The server itself.
  public static final Principal PLATFORM = new Principal(new UUID(0, 0), "altertable");
}
