package ai.altertable.foundation.session;

import java.util.UUID;

/// Opens sessions. Safe for use by several threads.
public interface SessionFactory {
  /// Opens a session, or resumes the one that the request names. May block while an instance is
  /// prepared for a principal that is new here, or while another request uses the same session.
  ///
  /// @throws ai.altertable.foundation.error.PlatformException CATALOG_NOT_FOUND, SCHEMA_NOT_FOUND,
  ///   SESSION_BUSY, TOO_MANY_SESSIONS, METADATA_UNAVAILABLE, SHUTTING_DOWN
  Session open(SessionRequest request);

  /// Whether a session is here, in use or kept. Quick.
  ///
  /// @param environment its id
  /// @param principal the id of whose it is
  boolean has(UUID environment, UUID principal, SessionId session);

  /// Ends the sessions of a principal that may not go on with them: what runs is cancelled, what is
  /// kept is closed, open transactions are rolled back. Returns when none of them will do anything
  /// further but fail; sessions that are opened meanwhile or later are not touched.
  ///
  /// @param principal its id
  void endAll(UUID principal);
}
