package ai.altertable.foundation.fleet;

/// How busy a member is at one moment. All zero or more.
///
/// @param running statements that compute or stream
/// @param queued statements that wait to be let in
/// @param sessions that are in use
/// @param sessionsKept that have state, and wait to be resumed
/// @param memoryBytesMax that the engine may use, by which workers of several sizes share the work
public record Load(int running, int queued, int sessions, int sessionsKept, long memoryBytesMax) {
  /// Of a member that does nothing.
  public static final Load NONE = new Load(0, 0, 0, 0, 0);
}
