package ai.altertable.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.engine.TestEngine;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.Session;
import ai.altertable.testing.Answers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Small writes that gather behind a lease are committed together, and stay statements of their
/// own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SharedCommitsTest {
  private TestEngine engine;

  @BeforeAll
  void start(@TempDir Path directory) {
    engine = TestEngine.start(directory);
  }

  @AfterAll
  void stop() {
    engine.close();
  }

  /// Runs statements at the same time, all of them waiting for the lease that another transaction
  /// has until they have gathered.
  private List<Future<?>> together(ExecutorService threads, String table, List<String> statements)
      throws Exception {
    List<Future<?>> answers = new ArrayList<>();
    try (Session holder = engine.open()) {
      Answers.rows(holder, "BEGIN; INSERT INTO " + table + " VALUES (0)");
      for (String statement : statements) {
        answers.add(threads.submit(() -> engine.execute(statement)));
      }
      Thread.sleep(500);
      Answers.rows(holder, "COMMIT");
    }
    return answers;
  }

  private static List<String> inserts(String table, int from, int to) {
    List<String> statements = new ArrayList<>();
    for (int i = from; i <= to; i++) {
      statements.add("INSERT INTO %s VALUES (%d)".formatted(table, i));
    }
    return statements;
  }

  private long snapshots() {
    return Long.parseLong(engine.value("SELECT count(*) FROM lake.snapshots()"));
  }

  @Test
  void gatheredWritesTakeOneCommit() throws Exception {
    engine.execute("CREATE TABLE gathered(i INTEGER)");
    long before = snapshots();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<?> answer : together(threads, "gathered", inserts("gathered", 1, 20))) {
        answer.get();
      }
    }
    assertThat(engine.value("SELECT list(i ORDER BY i) = range(21) FROM gathered"))
        .isEqualTo("true");
    // The holder's, the first one's if it came before the others, and one for all others.
    assertThat(snapshots() - before).isBetween(2L, 4L);
  }

  @Test
  void failedStatementsFailAlone() throws Exception {
    engine.execute("CREATE TABLE mixed(i INTEGER)");
    List<String> statements = new ArrayList<>(inserts("mixed", 1, 5));
    statements.add("INSERT INTO mixed VALUES (error('no such luck')::INTEGER)");
    statements.add("INSERT INTO mixed VALUES (1, 2, 3)");
    statements.add("INSERT INTO no_such_table VALUES (1)");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> answers = together(threads, "mixed", statements);
      for (Future<?> good : answers.subList(0, 5)) {
        good.get();
      }
      assertFailed(answers.get(5), "no such luck");
      assertFailed(answers.get(6), "3 values");
      assertFailed(answers.get(7), "no_such_table");
    }
    assertThat(engine.value("SELECT list(i ORDER BY i) = range(6) FROM mixed")).isEqualTo("true");
  }

  private static void assertFailed(Future<?> answer, String words) {
    assertThatThrownBy(answer::get)
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining(words)
        .hasCauseInstanceOf(PlatformException.class);
  }

  @Test
  void cancelledStatementLeavesTheQueue() throws Exception {
    engine.execute("CREATE TABLE cancelled(i INTEGER)");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Session holder = engine.open();
        Session leader = engine.open();
        Session follower = engine.open()) {
      Answers.rows(holder, "BEGIN; INSERT INTO cancelled VALUES (0)");
      Future<?> led =
          threads.submit(() -> Answers.rows(leader, "INSERT INTO cancelled VALUES (1)"));
      Thread.sleep(200);
      Future<?> followed =
          threads.submit(() -> Answers.rows(follower, "INSERT INTO cancelled VALUES (2)"));
      Thread.sleep(200);
      for (Session session : List.of(leader, follower)) {
        session.cancel();
      }
      for (Future<?> answer : List.of(led, followed)) {
        assertThatThrownBy(() -> answer.get(5, TimeUnit.SECONDS))
            .cause()
            .isInstanceOfSatisfying(
                PlatformException.class,
                stopped -> assertThat(stopped.code()).isEqualTo(ErrorCode.QUERY_CANCELLED));
      }
      Answers.rows(holder, "COMMIT");
    }
    engine.execute("INSERT INTO cancelled VALUES (3)");
    assertThat(engine.value("SELECT list(i ORDER BY i)::VARCHAR FROM cancelled"))
        .isEqualTo("[0, 3]");
  }

  /// The leader's time is up just when it leads, while it waits, or afterwards.
  @Test
  void leaderThatIsStoppedTakesNobodyWithIt() throws Exception {
    engine.execute("CREATE TABLE impatient(i INTEGER)");
    int followers = 0;
    for (int round = 0; round < 10; round++) {
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
          Session holder = engine.open();
          Session leader = engine.open()) {
        Answers.rows(holder, "BEGIN; INSERT INTO impatient VALUES (-1)");
        Future<?> led =
            threads.submit(() -> Answers.rows(leader, "INSERT INTO impatient VALUES (-2)"));
        Thread.sleep(60);
        List<Future<?>> others = new ArrayList<>();
        for (String statement : inserts("impatient", 1, 8)) {
          others.add(threads.submit(() -> engine.execute(statement)));
          followers++;
        }
        Thread.sleep(60);
        Answers.rows(holder, "COMMIT");
        Thread.sleep(round * 4L);
        leader.cancel();
        for (Future<?> other : others) {
          other.get();
        }
        led.state();
      }
    }
    assertThat(engine.value("SELECT count(*) FROM impatient WHERE i > 0"))
        .isEqualTo("" + followers);
  }
}
