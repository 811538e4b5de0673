package ai.altertable.rest.operation;

import java.util.List;

/// How a worker is operated. Safe for use by several threads.
public interface Operations {
  /// What has been counted and measured, as JSON.
  String metrics();

  /// The queries and uploads that are under way, the oldest first.
  List<WorkItem> work();

  /// Asks one of them to stop; its client is told that an administrator has ended it.
  ///
  /// @throws ai.altertable.foundation.error.PlatformException QUERY_NOT_FOUND; INVALID_PARAMETER
  ///   when it could be one of several users'
  void endWork(Target target);

  DrainState drainState();

  /// Lets nothing new begin, or again everything.
  void drain(boolean on);

  /// Ends all that is under way and all that is kept, as the server shuts down.
  void endEverything();

  List<SessionItem> sessions();

  /// Ends a session: what it does is stopped, what it keeps is gone.
  ///
  /// @throws ai.altertable.foundation.error.PlatformException OBJECT_NOT_FOUND; INVALID_PARAMETER
  ///   when it could be one of several users'
  void endSession(Target target);
}
