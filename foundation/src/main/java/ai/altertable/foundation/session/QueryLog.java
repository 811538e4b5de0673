package ai.altertable.foundation.session;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.identity.Principal;
import java.util.Optional;
import java.util.function.Consumer;

/// Knows the queries that run and those that ended lately. Safe for use by several threads.
public interface QueryLog {
  /// Enters a query that is about to run on a session. Of the queries that have ended under an id,
  /// the newest is known.
  ///
  /// @param session asked for its progress
  /// @param stop stops the query when somebody ends it: [Session#abandon] where the session serves
  ///   this query alone, else [Session#cancel]
  /// @throws ai.altertable.foundation.error.PlatformException QUERY_ID_IN_USE, and counted as
  ///   refused, while another one of the same principal runs under this id
  RunningQuery start(QueryStart start, Session session, Consumer<Ending> stop);

  /// Knows of one that was refused before it could run: it has begun and ended now.
  ///
  /// @param message what the client is told
  void refused(QueryStart start, ErrorCode code, String message);

  /// A principal finds its own queries only.
  Optional<QueryRecord> find(Principal principal, QueryId id);

  Cancellation cancel(Principal principal, QueryId id, Optional<SessionId> session);

  /// The entry of a query that runs. It must be ended, by whatever way the query ends.
  interface RunningQuery {
    /// More of its answer has been handed to the client's connection.
    void delivered(long rows, long bytes);

    /// A file of the client's has arrived.
    void received(long bytes);

    void succeeded();

    /// @param code of what the client is told
    /// @param message what the client is told
    void failed(ErrorCode code, String message);
  }

  /// What came of a wish to cancel.
  enum Cancellation {
    UNKNOWN_QUERY,
    OTHER_SESSION,
    /// Asked to stop, or already at its end.
    ACCEPTED
  }
}
