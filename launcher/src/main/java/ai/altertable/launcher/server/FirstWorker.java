package ai.altertable.launcher.server;

import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.placement.Placement;
import ai.altertable.foundation.placement.Placements;
import ai.altertable.launcher.StartupFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The worker without which a server is of no use.
final class FirstWorker {
  private static final Duration UP_WITHIN = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 10;

  private FirstWorker() {}

  /// Returns when a worker of the environment takes requests.
  ///
  /// @throws StartupFailure when none does in time
  static void await(Placements placements, Environment environment, Path logs) {
    long end = System.nanoTime() + UP_WITHIN.toNanos();
    try {
      while (!(placements.place(environment) instanceof Placement.Placed)) {
        if (System.nanoTime() > end) {
          throw new StartupFailure(
              "The worker did not start within %d s.".formatted(UP_WITHIN.toSeconds()),
              "The logs of server and worker say why: " + logs);
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StartupFailure("The start was interrupted.", "Start again.");
    }
  }
}
