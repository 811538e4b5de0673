package ai.altertable.controlplane.catalog;

import ai.altertable.foundation.error.PlatformException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks after the databases' roles from time to time: PostgreSQL lets every role change its own
/// password and settings, and nobody could use its database any more.
public final class RoleCare implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RoleCare.class);

  private final Databases databases;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("role-care").factory());

  private RoleCare(Databases databases) {
    this.databases = databases;
  }

  public static RoleCare start(Databases databases, Duration every) {
    RoleCare care = new RoleCare(databases);
    var _ =
        care.timer.scheduleWithFixedDelay(
            care::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    return care;
  }

  private void look() {
    try {
      databases.restoreRoles();
    } catch (PlatformException away) {
      LOG.debug("the databases' roles cannot be looked at: {}", away.logLine());
    } catch (RuntimeException failure) {
      LOG.error("looking after the databases' roles failed", failure);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
