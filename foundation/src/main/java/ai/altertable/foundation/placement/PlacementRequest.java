package ai.altertable.foundation.placement;

import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.session.SessionId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// What a worker is sought for.
///
/// @param session the client's session, whose requests go to one worker while that lives
/// @param avoided slugs of workers that have just failed or refused this request
public record PlacementRequest(
    Environment environment, Optional<SessionId> session, Set<String> avoided) {
  public PlacementRequest {
    avoided = Set.copyOf(avoided);
  }

  /// One without a session.
  public static PlacementRequest of(Environment environment) {
    return new PlacementRequest(environment, Optional.empty(), Set.of());
  }

  public static PlacementRequest of(Environment environment, Optional<SessionId> session) {
    return new PlacementRequest(environment, session, Set.of());
  }

  /// The same, for another worker than this one.
  public PlacementRequest avoiding(String slug) {
    Set<String> more = new HashSet<>(avoided);
    more.add(slug);
    return new PlacementRequest(environment, session, more);
  }
}
