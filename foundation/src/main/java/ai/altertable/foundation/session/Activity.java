package ai.altertable.foundation.session;

/// What a session does at one moment.
public enum Activity {
  /// Nothing in the engine: it is between two statements, or its request is being read.
  IDLE,
  /// It waits to be let in, or for the right to write.
  WAITING,
  COMPUTING,
  /// It is a long one, and others have their turn.
  PAUSED,
  /// Its rows are there, and wait for their reader.
  STREAMING
}
