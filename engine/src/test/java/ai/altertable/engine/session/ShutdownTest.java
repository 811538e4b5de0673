package ai.altertable.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.engine.DuckDbEngine;
import ai.altertable.engine.TestEngine;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Access;
import ai.altertable.foundation.session.Session;
import ai.altertable.testing.Answers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ShutdownTest {
  /// Runs for hours, and delivers nothing before.
  private static final String LONG =
      "SELECT count(*) FROM range(3000000) a(i), range(3000000) b(j) WHERE hash(i, j) = 1";

  @Test
  @Timeout(120)
  void longStatementIsCancelledWhenTheEngineCloses(@TempDir Path directory) throws Exception {
    try (TestEngine engine = TestEngine.start(directory);
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      DuckDbEngine closing = engine.another();
      CountDownLatch opened = new CountDownLatch(1);
      Future<Optional<PlatformException>> client = clients.submit(() -> failureOf(closing, opened));
      opened.await();
      TimeUnit.SECONDS.sleep(2);
      assertThat(client).isNotDone();

      long began = System.nanoTime();
      closing.close();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
      assertThat(client.get(1, TimeUnit.SECONDS)).isPresent();
    }
  }

  private static Optional<PlatformException> failureOf(DuckDbEngine engine, CountDownLatch opened) {
    try (Session session = engine.open(TestEngine.request(Access.WRITE, Optional.empty(), false))) {
      opened.countDown();
      Answers.rows(session, LONG);
      return Optional.empty();
    } catch (PlatformException failure) {
      return Optional.of(failure);
    }
  }
}
