package ai.altertable.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HousekeepingTest {
  @Test
  void aRoundThatTakesLongIsNotJoinedByAnother() throws Exception {
    Semaphore started = new Semaphore(0);
    CountDownLatch serverAnswers = new CountDownLatch(1);
    Housekeeping housekeeping =
        new Housekeeping(() -> {
          started.release();
          awaitQuietly(serverAnswers);
        });

    housekeeping.startRound();
    assertThat(started.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    housekeeping.startRound();
    assertThat(started.tryAcquire(300, TimeUnit.MILLISECONDS)).isFalse();

    serverAnswers.countDown();
    while (!started.tryAcquire(10, TimeUnit.MILLISECONDS)) {
      housekeeping.startRound();
    }
  }

  @Test
  void aFailureEndsNeitherTheRoundNorTheNextOne() throws Exception {
    List<String> sessions = new ArrayList<>(List.of("dead", "dead too", "idle"));
    AtomicInteger ended = new AtomicInteger();
    Semaphore instances = new Semaphore(0);
    Housekeeping housekeeping =
        new Housekeeping(
            () -> {
              while (!sessions.isEmpty()) {
                if (sessions.removeFirst().startsWith("dead")) {
                  throw new IllegalStateException("the server is gone");
                }
                ended.incrementAndGet();
              }
            },
            instances::release);

    housekeeping.startRound();
    assertThat(instances.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    assertThat(ended).hasValue(1);
    while (!instances.tryAcquire(10, TimeUnit.MILLISECONDS)) {
      housekeeping.startRound();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
