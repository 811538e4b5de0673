package ai.altertable.foundation.session;

/// What a client has a worker do.
public enum Work {
  /// The statements of a text.
  QUERY,
  /// Loads a file that the client sends.
  UPLOAD
}
