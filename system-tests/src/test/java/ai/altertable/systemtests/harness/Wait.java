package ai.altertable.systemtests.harness;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Waiting for something that others bring about, never longer than told.
public final class Wait {
  private static final long PAUSE_MILLIS = 20;

  private Wait() {}

  /// @return whether it came about in time
  public static boolean whether(Duration within, BooleanSupplier condition) {
    long deadline = System.nanoTime() + within.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      pause(Duration.ofMillis(PAUSE_MILLIS));
    }
    return true;
  }

  /// @param what of the message: "not within 5 s: " and this
  public static void until(Duration within, String what, BooleanSupplier condition) {
    if (!whether(within, condition)) {
      throw new AssertionError("not within " + within.toMillis() + " ms: " + what);
    }
  }

  public static void pause(Duration time) {
    try {
      TimeUnit.MILLISECONDS.sleep(time.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }
}
