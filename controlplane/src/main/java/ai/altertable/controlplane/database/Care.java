package ai.altertable.controlplane.database;

import ai.altertable.foundation.error.PlatformException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks after something from time to time, on a thread of its own, however often it fails.
public final class Care implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Care.class);

  private final String name;
  private final Runnable look;
  private final ScheduledExecutorService timer;

  private Care(String name, Runnable look) {
    this.name = name;
    this.look = look;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(name).factory());
  }

  /// @param name for logs
  /// @param look what is done, the first time after `every`
  public static Care start(String name, Duration every, Runnable look) {
    Care care = new Care(name, look);
    var _ =
        care.timer.scheduleWithFixedDelay(
            care::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    return care;
  }

  private void look() {
    try {
      look.run();
    } catch (PlatformException away) {
      LOG.debug("{} has to wait: {}", name, away.logLine());
    } catch (RuntimeException failure) {
      LOG.error("{} failed", name, failure);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
