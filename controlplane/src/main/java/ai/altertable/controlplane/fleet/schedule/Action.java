package ai.altertable.controlplane.fleet.schedule;

import ai.altertable.foundation.identity.Environment;

/// What the scheduler wants done now. Doing it twice is the same as doing it once.
public sealed interface Action {
  String slug();

  /// Have a worker started.
  record Start(Environment environment, String slug) implements Action {}

  /// Have it begin nothing new, as it is to end.
  record Retire(String slug) implements Action {}

  /// Have it take everything again, as it is needed after all.
  record Keep(String slug) implements Action {}

  /// Have its process end.
  record Stop(String slug, String reason) implements Action {}

  /// Revoke a member whose process is gone.
  record Forget(String slug) implements Action {}
}
