package ai.altertable.foundation.fleet;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/// Reports of a member that the control plane has not stored yet. Safe for use by several threads.
public interface Outbox {
  /// The oldest that wait, in their order, without taking them out; waits until there is one.
  ///
  /// @param max how many at most
  /// @param patience after which none are given
  List<Report> peek(int max, Duration patience) throws InterruptedException;

  /// They are stored, and need not be told again.
  void stored(Collection<UUID> reports);
}
