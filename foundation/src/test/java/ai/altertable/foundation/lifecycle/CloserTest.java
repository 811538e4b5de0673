package ai.altertable.foundation.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CloserTest {
  private final List<String> closed = new CopyOnWriteArrayList<>();
  private final Closer closer = new Closer();

  @Test
  void closesInReverseOrderAndOnlyOnce() {
    closer.onClose(() -> closed.add("engine"));
    closer.onClose(() -> closed.add("server"));

    closer.close();
    closer.close();

    assertThat(closed).containsExactly("server", "engine");
  }

  @Test
  void secondCallerClosesNothingMeanwhileAndReturnsWhenAllIsClosed() throws InterruptedException {
    CountDownLatch draining = new CountDownLatch(1);
    CountDownLatch drained = new CountDownLatch(1);
    closer.onClose(() -> closed.add("engine"));
    closer.onClose(() -> {
      draining.countDown();
      drained.await();
      closed.add("server");
    });
    Thread first = Thread.ofPlatform().start(closer::close);
    draining.await();
    Thread second = Thread.ofPlatform().start(closer::close);

    assertThat(second.join(Duration.ofMillis(300))).isFalse();
    assertThat(closed).isEmpty();
    drained.countDown();
    second.join();

    assertThat(closed).containsExactly("server", "engine");
    first.join();
  }

  @Test
  void failuresKeepNothingOpenAndAreToldTogether() {
    closer.onClose(() -> closed.add("engine"));
    closer.onClose(() -> {
      throw new IllegalStateException("second");
    });
    closer.onClose(() -> {
      throw new NoClassDefFoundError("first");
    });

    assertThatThrownBy(closer::close)
        .hasMessageContaining("first")
        .hasRootCauseInstanceOf(NoClassDefFoundError.class)
        .satisfies(failure ->
            assertThat(failure.getSuppressed()).extracting("message").contains("second"));
    assertThat(closed).containsExactly("engine");
  }

  @Test
  void failedAssemblyClosesWhatItHadOpened() {
    assertThatThrownBy(() ->
            Closer.assemble(assembled -> {
              assembled.onClose(() -> closed.add("engine"));
              throw new IllegalArgumentException("no server");
            }))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(closed).containsExactly("engine");
  }
}
