package ai.altertable.controlplane.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import ai.altertable.controlplane.FreshPlatforms;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

class PostgresRestartTest {
  private static final int CALLERS = 4;

  @TempDir(cleanup = CleanupMode.ALWAYS)
  private Path directory;

  @Test
  void callersGoOnAfterARestart() throws Exception {
    TestPostgres before = TestPostgres.start(directory, 0, false);
    int port = before.port();
    DatabaseConfig config =
        new DatabaseConfig("platform", 8, Duration.ofSeconds(1), Duration.ofSeconds(20));
    try (ControlPlaneDatabase database =
        ControlPlaneDatabase.open(FreshPlatforms.server(before), config)) {
      AtomicBoolean stop = new AtomicBoolean();
      AtomicInteger answers = new AtomicInteger();
      Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
      List<Thread> callers =
          IntStream.range(0, CALLERS)
              .mapToObj(_ -> caller(database.transactions(), stop, answers, failures))
              .toList();
      awaitMore(answers, 100);

      before.close();
      assertThatThrownBy(() -> ask(database.transactions()))
          .asInstanceOf(type(PlatformException.class))
          .extracting(PlatformException::code)
          .isEqualTo(ErrorCode.METADATA_UNAVAILABLE);

      try (TestPostgres _ = TestPostgres.start(directory, port, false)) {
        awaitMore(answers, 100);
        stop.set(true);
        for (Thread caller : callers) {
          caller.join();
        }
      }
      assertThat(failures)
          .isNotEmpty()
          .allSatisfy(failure ->
              assertThat(failure)
                  .asInstanceOf(type(PlatformException.class))
                  .extracting(PlatformException::code)
                  .isEqualTo(ErrorCode.METADATA_UNAVAILABLE));
    }
  }

  private static Thread caller(
      Transactions transactions,
      AtomicBoolean stop,
      AtomicInteger answers,
      Queue<RuntimeException> failures) {
    return Thread.startVirtualThread(() -> {
      while (!stop.get()) {
        try {
          ask(transactions);
          answers.incrementAndGet();
        } catch (RuntimeException failure) {
          failures.add(failure);
        }
      }
    });
  }

  private static void ask(Transactions transactions) {
    assertThat(
            transactions.<Integer>call(
                handle -> handle.createQuery("select 1").mapTo(Integer.class).one()))
        .isEqualTo(1);
  }

  private static void awaitMore(AtomicInteger answers, int more) throws InterruptedException {
    int enough = answers.get() + more;
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (answers.get() < enough) {
      assertThat(System.nanoTime()).as("no answers any more").isLessThan(deadline);
      Thread.sleep(10);
    }
  }
}
