package ai.altertable.foundation.session;

/// Opens sessions. Safe for use by several threads.
public interface SessionFactory {
  /// Opens a session, or resumes the one that the request names. May block while an instance is
  /// prepared for a principal that is new here, or while another request uses the same session.
  ///
  /// @throws ai.altertable.foundation.error.PlatformException CATALOG_NOT_FOUND, SCHEMA_NOT_FOUND,
  ///   SESSION_BUSY, TOO_MANY_SESSIONS, METADATA_UNAVAILABLE, SHUTTING_DOWN
  Session open(SessionRequest request);
}
