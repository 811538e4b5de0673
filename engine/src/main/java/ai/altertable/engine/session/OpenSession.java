package ai.altertable.engine.session;

import ai.altertable.foundation.identity.Principal;
import ai.altertable.foundation.session.SessionId;
import java.time.Duration;

/// A session of a worker, as it is at one moment.
///
/// @param since how long it has been so
public record OpenSession(SessionId id, Principal principal, State state, Duration since) {
  /// Who a session waits for.
  public enum State {
    /// A request uses it.
    IN_USE,
    /// It is kept for its client's next request.
    KEPT,
    /// It is kept, with a transaction that its client has left open.
    IN_TRANSACTION
  }
}
