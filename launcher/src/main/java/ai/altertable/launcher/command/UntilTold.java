package ai.altertable.launcher.command;

import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/// Something that runs until the process is told to end, and is closed in order then.
final class UntilTold {
  private UntilTold() {}

  /// Returns when it is closed.
  static void run(Supplier<? extends AutoCloseable> start) throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    try (AutoCloseable _ = start.get()) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> endInOrder(end, closed), "shutdown"));
      end.await();
    } finally {
      closed.countDown();
    }
  }

  /// Holds the end of this process up until everything is closed.
  private static void endInOrder(CountDownLatch end, CountDownLatch closed) {
    end.countDown();
    try {
      closed.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
