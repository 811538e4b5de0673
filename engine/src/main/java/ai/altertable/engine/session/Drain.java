package ai.altertable.engine.session;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;

/// Whether a worker lets nothing new begin. Safe for use by several threads.
public final class Drain {
  private volatile boolean on;

  public void set(boolean draining) {
    on = draining;
  }

  public boolean isOn() {
    return on;
  }

  /// @throws PlatformException WORKER_DRAINING while it is on
  void check() {
    if (on) {
      throw new PlatformException(
          ErrorCode.WORKER_DRAINING,
          "the worker takes no new statements at the moment; try again in a few seconds");
    }
  }
}
