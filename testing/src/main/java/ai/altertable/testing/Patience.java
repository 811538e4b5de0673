package ai.altertable.testing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Waiting in tests: as short as it goes, and never for ever.
public final class Patience {
  private static final Duration MOST = Duration.ofSeconds(20);

  private Patience() {}

  /// Lets time pass.
  public static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits until the latch opens; fails when it does not.
  public static void await(CountDownLatch latch) {
    try {
      if (!latch.await(MOST.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("nothing happened for " + MOST);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", interrupted);
    }
  }

  /// Looks again and again until `condition` holds; fails when it never does.
  public static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + MOST.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not within " + MOST + ": " + what);
      }
      pause(Duration.ofMillis(10));
    }
  }
}
