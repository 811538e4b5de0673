package ai.altertable.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EngineThreadsTest {
  private static <T> T onVirtualThread(Callable<T> work) throws Exception {
    try (ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
      return virtual.submit(work).get();
    }
  }

  @Test
  void callsOneAfterTheOtherUseFewThreads() throws Exception {
    Set<Thread> used = ConcurrentHashMap.newKeySet();
    try (EngineThreads threads = new EngineThreads(100)) {
      onVirtualThread(() -> {
        for (int i = 0; i < 1_000; i++) {
          threads.call(() -> used.add(Thread.currentThread()));
        }
        return true;
      });
    }
    assertThat(used).hasSizeLessThan(10).noneMatch(Thread::isVirtual);
  }

  @Test
  void nothingIsStartedWhenNoThreadIsIdle() {
    CountDownLatch end = new CountDownLatch(1);
    try (EngineThreads threads = new EngineThreads(1)) {
      Optional<Future<Boolean>> first = threads.start(() -> await(end));
      assertThat(first).isPresent();
      assertThat(threads.start(() -> true)).isEmpty();

      end.countDown();
      EngineThreads.await(first.get());
      assertThat(threads.start(() -> true)).isPresent();
    }
  }

  @Test
  @Timeout(20)
  void callWaitsForAThread() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (EngineThreads threads = new EngineThreads(1)) {
      assertThat(threads.start(() -> await(end))).isPresent();
      FutureTask<Boolean> waiting = new FutureTask<>(() -> threads.call(() -> end.getCount() == 0));
      Thread caller = Thread.ofVirtual().start(waiting);
      while (caller.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      assertThat(waiting).isNotDone();

      end.countDown();
      assertThat(waiting.get()).as("it ran when the thread was given back").isTrue();
    }
  }

  @Test
  void failedWorkGivesItsThreadBack() throws Exception {
    try (EngineThreads threads = new EngineThreads(1)) {
      onVirtualThread(() -> {
        assertThatExceptionOfType(IllegalStateException.class)
            .isThrownBy(() ->
                threads.run(() -> {
                  throw new IllegalStateException("failed");
                }));
        return assertThat(threads.call(() -> 42)).isEqualTo(42);
      });
    }
  }

  @Test
  void closedThreadsRefuseWork() throws Exception {
    EngineThreads threads = new EngineThreads(1);
    threads.close();
    assertThat(threads.start(() -> true)).isEmpty();
    onVirtualThread(() ->
        assertThatExceptionOfType(PlatformException.class)
            .isThrownBy(() -> threads.call(() -> true))
            .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.SHUTTING_DOWN)));
  }

  private static boolean await(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
