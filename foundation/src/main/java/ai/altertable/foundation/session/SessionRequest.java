package ai.altertable.foundation.session;

import ai.altertable.foundation.identity.Access;
import ai.altertable.foundation.identity.ClientInterface;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.Principal;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/// What a session is opened with.
///
/// @param access the catalogs that exist for this session, by name; all others are "not found"
/// @param catalog where unqualified names resolve; must be one of `access`
/// @param schema the schema of `catalog` where unqualified names resolve; `main` when absent
/// @param sessionId an earlier session to resume, or the name for a new one
/// @param keep whether a session with state (USE, SET, temporary objects, a transaction) stays
///   after it is closed, to be resumed by its id
public record SessionRequest(
    Principal principal,
    Environment environment,
    Map<String, Access> access,
    Optional<String> catalog,
    Optional<String> schema,
    Optional<ZoneId> timeZone,
    ClientInterface clientInterface,
    String clientAddress,
    Optional<SessionId> sessionId,
    boolean keep) {
  public SessionRequest {
    access = Map.copyOf(access);
  }
}
