package ai.altertable.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.altertable.engine.DuckDbEngine;
import ai.altertable.engine.Patience;
import ai.altertable.engine.TestEngine;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Access;
import ai.altertable.foundation.session.Session;
import ai.altertable.testing.Answers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The worker ends for what cannot be interrupted, and for nothing else.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class StuckStatementsTest {
  /// Each alias stands for twice the one before it: binding takes twice as long with each, and some
  /// seconds with all.
  private static final int DOUBLINGS = 17;

  private final Queue<String> ends = new ConcurrentLinkedQueue<>();
  private TestEngine engine;
  private DuckDbEngine impatient;

  @BeforeAll
  void start(@TempDir Path directory) {
    engine = TestEngine.start(directory);
    impatient =
        engine.impatient(new Patience(Duration.ofSeconds(1), Duration.ofSeconds(1)), ends::add);
  }

  @AfterAll
  void stop() {
    impatient.close();
    engine.close();
  }

  @BeforeEach
  void forget() {
    ends.clear();
  }

  private Session open() {
    return impatient.open(TestEngine.request(Access.READ, Optional.empty(), false));
  }

  @Test
  void endsTheWorkerForAStatementThatIsBoundOnAndOn() {
    String statement =
        "SELECT {'a': 1, 'b': 1} AS s0"
            + IntStream.range(0, DOUBLINGS)
                .mapToObj(i -> ", {'a': s%1$d, 'b': s%1$d} AS s%2$d".formatted(i, i + 1))
                .collect(Collectors.joining());
    try (Session session = open()) {
      assertThatExceptionOfType(PlatformException.class)
          .isThrownBy(() -> Answers.rows(session, statement))
          .withMessageContaining("within 1 s")
          .extracting(PlatformException::code)
          .isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
    }
    assertThat(ends).isNotEmpty().allMatch(why -> why.contains("of user ada in session"));
  }

  @Test
  void leavesAloneWhatRunsForLongAndThenStops() throws InterruptedException {
    try (Session session = open()) {
      Thread.ofVirtual().start(() -> cancelLater(session));
      assertThatExceptionOfType(PlatformException.class)
          .isThrownBy(() ->
              Answers.rows(
                  session,
                  "SELECT count(*) FROM range(3000000) a(i), range(3000000) b(j) WHERE hash(i, j) = 1"))
          .extracting(PlatformException::code)
          .isEqualTo(ErrorCode.QUERY_CANCELLED);
    }
    TimeUnit.MILLISECONDS.sleep(1_500);
    assertThat(ends).isEmpty();
  }

  /// When it has run for longer than a statement may be prepared; again, should it not have begun.
  private static void cancelLater(Session session) {
    try {
      for (int i = 0; i < 50; i++) {
        TimeUnit.MILLISECONDS.sleep(2_000);
        session.cancel();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
