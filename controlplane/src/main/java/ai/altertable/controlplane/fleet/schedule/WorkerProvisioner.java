package ai.altertable.controlplane.fleet.schedule;

import ai.altertable.foundation.identity.Environment;
import java.util.List;

/// Starts and ends hosted workers: child processes, or whatever runs them elsewhere. One thread
/// calls it. Every method may fail with any exception; it is then asked what there is, and called
/// again where that differs from what should be.
public interface WorkerProvisioner {
  /// The processes that there are, with those that have ended and that [#stop] was not called for.
  /// One counts from the moment that [#start] has returned.
  List<HostedProcess> list();

  /// Has a worker started, which enrolls by this slug; returns before it is up. One of this slug
  /// that is there already is left alone.
  void start(Environment environment, String slug);

  /// Has the worker end, and forgets it; returns before it has ended. Does nothing when there is
  /// none.
  void stop(String slug);
}
