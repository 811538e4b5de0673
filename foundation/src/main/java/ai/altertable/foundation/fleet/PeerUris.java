package ai.altertable.foundation.fleet;

import java.util.Optional;
import java.util.UUID;

/// How processes of the platform are named in their certificates, by one URI each.
///
/// ```
///   urn:altertable:control-plane
///   urn:altertable:worker:ID
///   urn:altertable:gateway:ID
/// ```
public final class PeerUris {
  public static final String CONTROL_PLANE = "urn:altertable:control-plane";
  private static final String WORKER = "urn:altertable:worker:";
  private static final String GATEWAY = "urn:altertable:gateway:";

  private PeerUris() {}

  public static String worker(UUID id) {
    return WORKER + id;
  }

  /// The id of the gateway that a URI is of, if it is.
  public static Optional<UUID> gateway(String uri) {
    if (!uri.startsWith(GATEWAY)) {
      return Optional.empty();
    }
    try {
      return Optional.of(UUID.fromString(uri.substring(GATEWAY.length())));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
