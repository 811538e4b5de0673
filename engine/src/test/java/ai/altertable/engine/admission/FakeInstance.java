package ai.altertable.engine.admission;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts who helps it.
final class FakeInstance implements Assisted {
  final AtomicInteger helpers = new AtomicInteger();

  @Override
  public Helper helper() {
    helpers.incrementAndGet();
    CountDownLatch dismissed = new CountDownLatch(1);
    return new Helper() {
      @Override
      public void work() {
        try {
          dismissed.await();
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
        }
      }

      @Override
      public void dismiss() {
        helpers.decrementAndGet();
        dismissed.countDown();
      }
    };
  }
}
