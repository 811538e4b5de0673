package ai.altertable.engine.capi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.session.QueryProgress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConnectionTest {
  /// Runs for minutes when nobody stops it.
  private static final String ENDLESS =
      "SELECT sum(a.range * b.range) FROM range(10000000) a, range(100000) b";

  private final Database database = TestDuckDb.open();
  private final Connection connection = TestDuckDb.connect(database);

  @AfterEach
  void close() {
    connection.close();
    database.close();
  }

  @Test
  void runsSeveralStatements() {
    connection.execute("CREATE TABLE t (i INTEGER); INSERT INTO t VALUES (1), (2); FROM t");

    assertThat(connection.query("FROM t ORDER BY i"))
        .containsExactly(new Row(List.of(1L)), new Row(List.of(2L)));
  }

  @Test
  void stopsAtTheFirstFailingStatement() {
    assertThatThrownBy(
            () -> connection.execute("CREATE TABLE t (i INTEGER); FROM nosuch; DROP TABLE t"))
        .isInstanceOf(DuckDbFailure.class)
        .hasMessageContaining("nosuch");
    assertThat(connection.query("FROM t")).isEmpty();
  }

  @Test
  void readsOurOwnSmallResults() {
    List<Row> rows =
        connection.query(
            """
            SELECT true, -1::TINYINT, 255::UTINYINT, -2::SMALLINT, 65535::USMALLINT, -3::INTEGER,
              4294967295::UINTEGER, -4::BIGINT, 1.5::DOUBLE, 'short', 'a text of more than 12 bytes: ä',
              NULL, '{}'::JSON
            """);

    assertThat(rows)
        .containsExactly(
            new Row(
                Arrays.asList(
                    true,
                    -1L,
                    255L,
                    -2L,
                    65535L,
                    -3L,
                    4294967295L,
                    -4L,
                    1.5,
                    "short",
                    "a text of more than 12 bytes: ä",
                    null,
                    "{}")));
  }

  @Test
  void readsSmallResultsAcrossChunks() {
    List<Row> rows =
        connection.query("SELECT CASE WHEN i % 3 <> 0 THEN i END FROM range(5000) t(i)");

    assertThat(rows).hasSize(5000);
    assertThat(rows.get(4998).isNull(0)).isTrue();
    assertThat(rows.get(4999).integer(0)).isEqualTo(4999);
  }

  @Test
  void smallResultsNameTheColumnToCast() {
    assertThatThrownBy(() -> connection.query("SELECT [1] AS list"))
        .hasMessageContaining("\"list\" is INTEGER[]; cast it");
  }

  @Test
  void refusesZeroBytesThatWouldHideTheRestOfAStatement() {
    assertThatThrownBy(() -> connection.execute("SELECT 1 \0 ; DROP TABLE t"))
        .isInstanceOfSatisfying(
            DuckDbFailure.class,
            failure -> assertThat(failure.type()).isEqualTo(DuckDbErrorType.PARSER))
        .hasMessageContaining("character 10");
    assertThatThrownBy(() -> connection.prepare("SELECT 1\0")).hasMessageContaining("character 9");
  }

  @Test
  void interruptStopsWhatRuns() throws InterruptedException {
    Thread interrupter = interruptAfter(Duration.ofMillis(200));

    assertThatThrownBy(() -> connection.execute(ENDLESS))
        .isInstanceOfSatisfying(
            DuckDbFailure.class,
            failure -> assertThat(failure.type()).isEqualTo(DuckDbErrorType.INTERRUPT));
    interrupter.join();
    assertThat(connection.query("SELECT 1")).hasSize(1);
  }

  @Test
  void interruptBeforeAStatementDoesNotTouchIt() {
    connection.interrupt();

    assertThat(connection.query("SELECT 1")).hasSize(1);
  }

  @Test
  void interruptBetweenStartAndFirstStepStopsTheStatement() {
    try (NativeStatement statement = connection.prepare(ENDLESS);
        Pending pending = statement.pendingStreaming()) {
      connection.interrupt();

      assertThatThrownBy(pending::result)
          .isInstanceOfSatisfying(
              DuckDbFailure.class,
              failure -> assertThat(failure.type()).isEqualTo(DuckDbErrorType.INTERRUPT));
    }
  }

  @Test
  void interruptStopsAStreamBetweenItsChunks() {
    try (NativeStatement statement = connection.prepare("FROM range(100000000)");
        Pending pending = statement.pendingStreaming();
        NativeResult result = pending.result()) {
      fetchOne(result);
      connection.interrupt();

      assertThatThrownBy(() -> drain(result))
          .isInstanceOfSatisfying(
              DuckDbFailure.class,
              failure -> assertThat(failure.type()).isEqualTo(DuckDbErrorType.INTERRUPT));
    }
  }

  @Test
  void interruptAfterTheEndDoesNothing() {
    try (NativeStatement statement = connection.prepare("SELECT 1");
        Pending pending = statement.pendingStreaming();
        NativeResult result = pending.result()) {
      drain(result);
      connection.interrupt();

      assertThat(result.fetch()).isNull();
    }
    assertThat(connection.query("SELECT 2")).hasSize(1);
  }

  @Test
  void progressIsKnownWhileAStatementRuns() throws InterruptedException {
    connection.execute(
        """
        SET enable_progress_bar = true;
        SET enable_progress_bar_print = false;
        SET progress_bar_time = 0;
        CREATE TABLE t AS SELECT range AS i FROM range(3000000);
        """);
    AtomicReference<Optional<QueryProgress>> seen = new AtomicReference<>(Optional.empty());
    AtomicBoolean done = new AtomicBoolean();
    Thread watcher =
        Thread.ofPlatform()
            .start(() -> {
              while (!done.get() && seen.get().isEmpty()) {
                seen.set(connection.progress());
              }
            });
    connection.execute("SELECT count(*) FROM (SELECT i, md5(i::VARCHAR) m FROM t) WHERE m > '8'");
    done.set(true);
    watcher.join();

    assertThat(seen.get())
        .hasValueSatisfying(progress -> {
          assertThat(progress.percentage()).isBetween(0.0, 100.0);
          assertThat(progress.rowsProcessed()).isBetween(0L, progress.totalRows());
        });
    assertThat(connection.progress()).isEmpty();
  }

  @Test
  void otherThreadsMayCallWhileTheConnectionCloses() throws InterruptedException {
    for (int round = 0; round < 50; round++) {
      Connection closing = database.connect();
      CountDownLatch started = new CountDownLatch(2);
      AtomicBoolean done = new AtomicBoolean();
      Runnable calls =
          () -> {
            while (!done.get()) {
              closing.interrupt();
              closing.progress();
              started.countDown();
            }
          };
      Thread first = Thread.ofPlatform().start(calls);
      Thread second = Thread.ofPlatform().start(calls);
      started.await();
      closing.close();
      done.set(true);
      first.join();
      second.join();
      assertThat(closing.progress()).isEmpty();
    }
  }

  @Test
  void closedConnectionRefusesWork() {
    Connection closed = database.connect();
    closed.close();
    closed.close();

    assertThatThrownBy(() -> closed.execute("SELECT 1")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> closed.prepare("SELECT 1")).isInstanceOf(IllegalStateException.class);
    closed.interrupt();
  }

  @Test
  void closingRollsBackAndStatementsMayBeClosedAfterwards() {
    Connection other = database.connect();
    other.execute("CREATE TABLE t (i INTEGER); BEGIN; INSERT INTO t VALUES (1)");
    NativeStatement statement = other.prepare("FROM range(1000000)");
    Pending pending = statement.pendingStreaming();
    NativeResult result = pending.result();
    fetchOne(result);
    other.close();
    result.close();
    pending.close();
    statement.close();

    assertThat(connection.query("FROM t")).isEmpty();
  }

  @Test
  void whatIsLeftOfAPendingExecutionIsNotDone() throws Exception {
    connection.execute("BEGIN");
    try (NativeStatement statement = connection.prepare(ENDLESS);
        Pending pending = statement.pending()) {
      assertThat(pending.executeTask()).isNotEqualTo(PendingState.READY);
    }
    assertSoon(connection::rollBack);
    assertThat(connection.query("SELECT 42")).containsExactly(new Row(List.of(42L)));
  }

  private void assertSoon(Runnable work) throws Exception {
    FutureTask<Boolean> done = new FutureTask<>(work, true);
    Thread.ofPlatform().start(done);
    try {
      assertThat(done.get(20, TimeUnit.SECONDS)).isTrue();
    } catch (TimeoutException late) {
      connection.interrupt();
      throw new AssertionError("it took too long", late);
    }
  }

  private Thread interruptAfter(Duration wait) {
    return Thread.ofPlatform()
        .start(() -> {
          try {
            Thread.sleep(wait);
            connection.interrupt();
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static void fetchOne(NativeResult result) {
    try (Chunk chunk = result.fetch()) {
      assertThat(chunk).isNotNull();
    }
  }

  private static void drain(NativeResult result) {
    while (true) {
      try (Chunk chunk = result.fetch()) {
        if (chunk == null) {
          return;
        }
      }
    }
  }
}
