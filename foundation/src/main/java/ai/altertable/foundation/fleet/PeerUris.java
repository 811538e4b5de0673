package ai.altertable.foundation.fleet;

import ai.altertable.foundation.fleet.Member.Kind;
import java.util.Locale;
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
  private static final String PREFIX = "urn:altertable:";
  public static final String CONTROL_PLANE = PREFIX + "control-plane";

  private PeerUris() {}

  public static String of(Kind kind, UUID id) {
    return prefix(kind) + id;
  }

  /// The id of the member that a URI is of, if it is of one of that kind.
  public static Optional<UUID> id(Kind kind, String uri) {
    if (!uri.startsWith(prefix(kind))) {
      return Optional.empty();
    }
    String text = uri.substring(prefix(kind).length());
    try {
      UUID id = UUID.fromString(text);
      return id.toString().equals(text) ? Optional.of(id) : Optional.empty();
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static String prefix(Kind kind) {
    return PREFIX + kind.name().toLowerCase(Locale.ROOT) + ":";
  }
}
