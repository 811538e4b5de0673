package ai.altertable.gateway.exchange;

import java.util.Set;

/// Where a request goes, and where next when that cannot be reached. Confined to the event loop.
interface Course {
  /// @param tried the slugs of those that could not be reached
  Choice next(Set<String> tried);

  /// Whether somebody is left who has not been tried.
  boolean hasOther(Set<String> tried);

  /// Whether others are to be chosen for a moment before one that cannot be reached.
  boolean leavesOut();

  /// The status of the answer.
  void answered(int status);
}
