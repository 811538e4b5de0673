package ai.altertable.rest.operation;

import java.time.Duration;
import java.util.List;

/// How a worker is operated. Safe for use by several threads.
public interface Operations {
  /// How long an answer waits for what has been told to end.
  Duration ENDING_MAX = Duration.ofSeconds(5);

  /// What has been counted and measured, as JSON.
  String metrics();

  /// The queries and uploads that are under way, the oldest first.
  List<WorkItem> work();

  /// Asks one of them to stop, and waits for its end for [#ENDING_MAX] at most; its client is told
  /// that an administrator has ended it.
  ///
  /// @return whether it has ended; otherwise it still rolls back, or waits for its client to read
  /// @throws ai.altertable.foundation.error.PlatformException QUERY_NOT_FOUND; INVALID_PARAMETER
  ///   when it could be one of several users'
  boolean endWork(Target target);

  DrainState drainState();

  /// Lets nothing new begin, or again everything.
  void drain(boolean on);

  /// Ends all that is under way and all that is kept, as the server shuts down.
  void endEverything();

  List<SessionItem> sessions();

  /// Ends a session: what it does is stopped, what it keeps is gone. Waits for that for
  /// [#ENDING_MAX] at most.
  ///
  /// @return whether it has ended; otherwise its transaction is still being rolled back
  /// @throws ai.altertable.foundation.error.PlatformException OBJECT_NOT_FOUND; INVALID_PARAMETER
  ///   when it could be one of several users'
  boolean endSession(Target target);
}
