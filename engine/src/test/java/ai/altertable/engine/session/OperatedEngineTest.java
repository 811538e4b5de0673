package ai.altertable.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.engine.TestEngine;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Access;
import ai.altertable.foundation.session.Activity;
import ai.altertable.foundation.session.Ending;
import ai.altertable.foundation.session.Session;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.testing.Answers;
import ai.altertable.testing.Patience;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What whoever operates a worker does to its sessions.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class OperatedEngineTest {
  private static final String ENDLESS =
      "SELECT count(*) FROM range(1000000000000) t(i) WHERE i % 7 = 3";

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private TestEngine engine;

  @BeforeAll
  void start(@TempDir Path directory) {
    engine = TestEngine.start(directory);
  }

  @AfterEach
  void resume() {
    engine.engine().drain(false);
  }

  @AfterAll
  void stop() {
    threads.shutdownNow();
    engine.close();
  }

  private Session named(String id) {
    return engine
        .engine()
        .open(TestEngine.request(Access.WRITE, Optional.of(new SessionId(id)), true));
  }

  private Optional<OpenSession> find(String id) {
    return engine.engine().openSessions().stream()
        .filter(session -> session.id().value().equals(id))
        .findFirst();
  }

  private static void assertFails(ErrorCode code, String message, ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            PlatformException.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(code);
              assertThat(failure).hasMessageContaining(message);
            });
  }

  private static PlatformException failure(Future<?> work) {
    try {
      work.get(20, TimeUnit.SECONDS);
      throw new AssertionError("it did not fail");
    } catch (java.util.concurrent.ExecutionException failed) {
      if (failed.getCause() instanceof PlatformException known) {
        return known;
      }
      throw new AssertionError(failed);
    } catch (InterruptedException | java.util.concurrent.TimeoutException failed) {
      throw new AssertionError(failed);
    }
  }

  @Test
  void whoIsEndedIsToldForWhoseSake() {
    for (Ending why : Ending.values()) {
      try (Session session = engine.open()) {
        Future<?> running = threads.submit(() -> Answers.rows(session, ENDLESS));
        Patience.until("it computes", () -> session.activity() == Activity.COMPUTING);
        session.abandon(why);
        PlatformException told = failure(running);
        switch (why) {
          case CLIENT -> assertThat(told).hasMessageContaining("the statement was cancelled");
          case ADMINISTRATOR ->
              assertThat(told)
                  .hasMessageContaining("an administrator ended the statement")
                  .extracting("code")
                  .isEqualTo(ErrorCode.QUERY_CANCELLED);
          case SHUTDOWN -> assertThat(told.code()).isEqualTo(ErrorCode.SHUTTING_DOWN);
        }
        assertThat(session.activity()).isEqualTo(Activity.IDLE);
        assertFails(told.code(), "", () -> Answers.rows(session, "SELECT 1"));
      }
    }
  }

  @Test
  void statementThatWaitsToWriteIsSeenToWait() {
    engine.execute("CREATE TABLE awaited(i INTEGER)");
    try (Session holder = engine.open();
        Session other = engine.open()) {
      Answers.rows(holder, "BEGIN; INSERT INTO awaited VALUES (0)");
      Future<?> waiting = threads.submit(() -> Answers.rows(other, "DELETE FROM awaited"));
      Patience.until("it waits", () -> other.activity() == Activity.WAITING);
      Patience.pause(java.time.Duration.ofMillis(300));
      assertThat(other.activity()).isEqualTo(Activity.WAITING);
      other.abandon(Ending.ADMINISTRATOR);
      assertThat(failure(waiting)).hasMessageContaining("an administrator");
    }
  }

  @Test
  void sessionsAreListedAndEnded() {
    try (Session session = named("kept-one")) {
      Answers.rows(session, "CREATE TEMP TABLE t(i INTEGER)");
      assertThat(find("kept-one").orElseThrow().state()).isEqualTo(OpenSession.State.IN_USE);
    }
    assertThat(find("kept-one").orElseThrow().state()).isEqualTo(OpenSession.State.KEPT);
    try (Session session = named("kept-one")) {
      Answers.rows(session, "BEGIN");
    }
    OpenSession kept = find("kept-one").orElseThrow();
    assertThat(kept.state()).isEqualTo(OpenSession.State.IN_TRANSACTION);
    assertThat(kept.principal())
        .isEqualTo(TestEngine.request(Access.WRITE, Optional.empty(), false).principal());
    assertThat(engine.engine().endSession(kept.principal().id(), kept.id(), Ending.ADMINISTRATOR))
        .isTrue();
    assertThat(find("kept-one")).isEmpty();
    assertThat(engine.engine().endSession(kept.principal().id(), kept.id(), Ending.ADMINISTRATOR))
        .isFalse();
    try (Session session = named("kept-one")) {
      assertThat(session.isNew()).isTrue();
    }
  }

  @Test
  void sessionThatIsEndedInUseIsNotKept() {
    try (Session session = named("in-use")) {
      Answers.rows(session, "CREATE TEMP TABLE t(i INTEGER)");
      OpenSession open = find("in-use").orElseThrow();
      engine.engine().endSession(open.principal().id(), open.id(), Ending.ADMINISTRATOR);
      assertFails(
          ErrorCode.QUERY_CANCELLED, "an administrator", () -> Answers.rows(session, "SELECT 1"));
    }
    assertThat(find("in-use")).isEmpty();
  }

  @Test
  void drainLetsOnlyWhatHasBegunGoOn() {
    engine.execute("CREATE TABLE drained(i INTEGER)");
    try (Session transaction = named("open");
        Session state = named("state")) {
      Answers.rows(transaction, "BEGIN; INSERT INTO drained VALUES (1)");
      Answers.rows(state, "CREATE TEMP TABLE t(i INTEGER)");
    }
    try (Session begun = engine.open();
        Session idle = engine.open()) {
      Answers.rows(begun, "SELECT 1");
      engine.engine().drain(true);
      assertThat(engine.engine().isDraining()).isTrue();
      assertThat(Answers.value(begun, "SELECT 2")).isEqualTo("2");
      assertFails(ErrorCode.WORKER_DRAINING, "try again", () -> Answers.rows(idle, "SELECT 1"));
    }
    assertFails(ErrorCode.WORKER_DRAINING, "try again", () -> engine.open().close());
    assertFails(ErrorCode.WORKER_DRAINING, "try again", () -> named("state").close());
    try (Session transaction = named("open")) {
      Answers.rows(transaction, "INSERT INTO drained VALUES (2)");
      Answers.rows(transaction, "COMMIT");
    }
    engine.engine().drain(false);
    assertThat(engine.value("SELECT count(*) FROM drained")).isEqualTo("2");
    try (Session state = named("state")) {
      assertThat(state.isNew()).as("what is kept stays").isFalse();
    }
  }

  @Test
  void everythingEndsAtOnce() {
    try (Session session = engine.open()) {
      Future<?> running = threads.submit(() -> Answers.rows(session, ENDLESS));
      Patience.until("it computes", () -> session.activity() == Activity.COMPUTING);
      engine.engine().endAll(Ending.SHUTDOWN);
      assertThat(failure(running).code()).isEqualTo(ErrorCode.SHUTTING_DOWN);
    }
    assertThat(engine.engine().openSessions()).isEmpty();
  }

  @Test
  void figuresShowWhatIsThere() {
    try (Session session = engine.open()) {
      Future<?> running = threads.submit(() -> Answers.rows(session, ENDLESS));
      Patience.until(
          "it is counted among the long ones",
          () -> engine.engine().figures().occupancy().longComputing() == 1);
      var figures = engine.engine().figures();
      assertThat(figures.occupancy().open()).isEqualTo(1);
      assertThat(figures.sessions().inUse()).isEqualTo(1);
      assertThat(engine.engine().instanceUse().instances()).isEqualTo(1);
      assertThat(figures.draining()).isFalse();
      session.abandon();
      assertThat(failure(running).code()).isEqualTo(ErrorCode.QUERY_CANCELLED);
    }
    assertThat(engine.engine().figures().occupancy().open()).isZero();
  }
}
