package ai.altertable.foundation.session;

/// For whose sake something is ended before its time.
public enum Ending {
  /// Its own client's, who has asked for it or is gone.
  CLIENT,
  /// An administrator's.
  ADMINISTRATOR,
  /// The server's, which shuts down.
  SHUTDOWN
}
