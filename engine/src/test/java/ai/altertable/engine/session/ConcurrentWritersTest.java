package ai.altertable.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.engine.DuckDbEngine;
import ai.altertable.engine.TestEngine;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Access;
import ai.altertable.foundation.session.Session;
import ai.altertable.foundation.session.SessionFactory;
import ai.altertable.testing.Answers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Eight writers on one table, from two engines as from two workers: the history of what was
/// acknowledged is what the table holds, also for filters that skip files by their statistics.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ConcurrentWritersTest {
  private static final int WRITERS = 8;
  private static final int COMMITS = 20;
  private static final int ROWS = 30;

  private TestEngine first;
  private DuckDbEngine second;

  @BeforeAll
  void start(@TempDir Path directory) {
    first = TestEngine.start(directory);
    second = first.another();
  }

  @AfterAll
  void stop() {
    second.close();
    first.close();
  }

  private static Session open(SessionFactory sessions) {
    return sessions.open(TestEngine.request(Access.WRITE, Optional.empty(), false));
  }

  private SessionFactory engineOf(int writer) {
    return writer % 2 == 0 ? first.engine() : second;
  }

  @Test
  void nothingAcknowledgedIsLostOrDoubled() throws Exception {
    createTable("history");
    Set<Long> acknowledged = runWriters("history");
    assertThat(acknowledged).hasSize(WRITERS * COMMITS);
    assertHistory("history", acknowledged, Set.of());
  }

  @Test
  void cutMetadataConnectionsLoseAndDoubleNothing() throws Exception {
    AtomicBoolean writing = new AtomicBoolean(true);
    createTable("cut");
    Thread cutter = Thread.ofPlatform().start(() -> cutConnections(writing));
    Set<Long> acknowledged;
    try {
      acknowledged = runWriters("cut");
    } finally {
      writing.set(false);
      cutter.join();
    }
    assertThat(acknowledged).isNotEmpty();
    assertHistory("cut", acknowledged, acknowledged);
  }

  private void cutConnections(AtomicBoolean writing) {
    while (writing.get()) {
      first
          .postgres()
          .execute(
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '"
                  + first.lake().owner().role()
                  + "' AND random() < 0.5");
      try {
        TimeUnit.MILLISECONDS.sleep(150);
      } catch (InterruptedException interrupted) {
        return;
      }
    }
  }

  private void createTable(String table) {
    try (Session session = first.open()) {
      Answers.rows(
          session, "CREATE TABLE " + table + "(writer INTEGER, commit BIGINT, value BIGINT)");
    }
  }

  /// @return the commits that were acknowledged
  private Set<Long> runWriters(String table) throws Exception {
    Set<Long> acknowledged = new ConcurrentSkipListSet<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> writers = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        writers.add(threads.submit(writer(table, writer, acknowledged)));
      }
      for (Future<Void> writer : writers) {
        writer.get();
      }
    }
    return acknowledged;
  }

  private Callable<Void> writer(String table, int writer, Set<Long> acknowledged) {
    return () -> {
      for (int i = 0; i < COMMITS; i++) {
        long commit = writer * 1000L + i;
        try (Session session = open(engineOf(writer))) {
          Answers.rows(
              session,
              "INSERT INTO %s SELECT %d, %d, %d + i FROM range(%d) t(i)"
                  .formatted(table, writer, commit, commit * 1000, ROWS));
          acknowledged.add(commit);
        } catch (PlatformException refused) {
          if (!refused.code().retryable()) {
            throw refused;
          }
        }
      }
      return null;
    };
  }

  /// Every acknowledged commit is there whole, nothing else is there half or twice.
  ///
  /// @param searched commits whose rows must be found by a filter on their values
  private void assertHistory(String table, Set<Long> acknowledged, Set<Long> searched) {
    try (Session session = open(second)) {
      Set<Long> found = new TreeSet<>();
      for (List<String> row :
          Answers.rows(session, "SELECT commit, count(*) FROM " + table + " GROUP BY ALL")) {
        assertThat(row.get(1)).as("rows of commit %s", row.get(0)).isEqualTo("" + ROWS);
        found.add(Long.parseLong(row.get(0)));
      }
      assertThat(found).isEqualTo(acknowledged);
      for (long commit : searched.isEmpty() ? acknowledged : searched) {
        assertThat(
                Answers.value(
                    session,
                    "SELECT count(*) FROM %s WHERE value BETWEEN %d AND %d"
                        .formatted(table, commit * 1000, commit * 1000 + 999)))
            .isEqualTo("" + ROWS);
      }
    }
  }
}
