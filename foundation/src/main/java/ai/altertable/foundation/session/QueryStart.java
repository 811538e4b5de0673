package ai.altertable.foundation.session;

import ai.altertable.foundation.identity.ClientInterface;
import ai.altertable.foundation.identity.Principal;
import java.util.Optional;

/// A query as it is accepted.
///
/// @param text as the client sent it; of an upload, what is loaded where
/// @param clientAddress where it came from
/// @param visible whether listings show it
/// @param requestedBy free text of the client's: which of its parts or users asked
/// @param userAgent of the client, empty when it sent none
public record QueryStart(
    Work work,
    QueryId id,
    SessionId session,
    Principal principal,
    ClientInterface clientInterface,
    String clientAddress,
    String text,
    boolean visible,
    Optional<String> requestedBy,
    String userAgent) {}
