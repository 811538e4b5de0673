package ai.altertable.engine.capi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class NativeResultTest {
  private final Database database = TestDuckDb.open();
  private final Connection connection = TestDuckDb.connect(database);

  @AfterEach
  void close() {
    connection.close();
    database.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT 1 | ROWS",
        "EXPLAIN SELECT 1 | ROWS",
        "INSERT INTO t VALUES (1) RETURNING i | ROWS",
        "INSERT INTO t VALUES (1), (2), (3) | CHANGED_ROWS",
        "UPDATE t SET i = 2 | CHANGED_ROWS",
        "DELETE FROM t | CHANGED_ROWS",
        "CREATE TABLE u (i INTEGER) | NOTHING",
        "CREATE TABLE u AS SELECT 1 | NOTHING",
        "SET threads = 2 | NOTHING",
        "BEGIN | NOTHING",
        "DROP TABLE t | NOTHING",
      })
  void tellsWhatItHolds(String sql, ResultKind kind) {
    connection.execute("CREATE TABLE t (i INTEGER)");
    try (NativeStatement statement = connection.prepare(sql);
        Pending pending = statement.pendingStreaming();
        NativeResult result = pending.result()) {
      assertThat(result.kind()).isEqualTo(kind);
    }
  }

  @Test
  void countsChangedRows() {
    connection.execute("CREATE TABLE t (i INTEGER)");

    assertThat(changed("INSERT INTO t FROM range(5000)")).isEqualTo(5000);
    assertThat(changed("UPDATE t SET i = i + 1 WHERE i < 100")).isEqualTo(100);
    assertThat(changed("DELETE FROM t WHERE i < 0")).isZero();
    assertThat(changed("CREATE TABLE u (i INTEGER)")).isZero();
    assertThat(changed("SELECT 42")).isZero();
  }

  @Test
  void endsAfterItsLastRowAndStaysAtTheEnd() {
    try (NativeStatement statement = connection.prepare("FROM range(5000)");
        Pending pending = statement.pendingStreaming();
        NativeResult result = pending.result()) {
      assertThat(rows(result)).isEqualTo(5000);
      assertThat(result.fetch()).isNull();
      assertThat(result.fetch()).isNull();
    }
  }

  @Test
  void errorInMidStreamIsNoEnd() {
    String late =
        "SELECT CASE WHEN i = 900000 THEN 'x'::INTEGER ELSE i END FROM range(1000000) t(i)";
    try (NativeStatement statement = connection.prepare(late);
        Pending pending = statement.pendingStreaming();
        NativeResult result = pending.result()) {
      for (int i = 0; i < 10; i++) {
        try (Chunk chunk = result.fetch()) {
          assertThat(chunk).isNotNull();
        }
      }
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> rows(result))
            .isInstanceOfSatisfying(
                DuckDbFailure.class,
                failure -> assertThat(failure.type()).isEqualTo(DuckDbErrorType.CONVERSION))
            .hasMessageContaining("Could not convert string 'x' to INT32");
      }
    }
    assertThat(connection.query("SELECT 1")).hasSize(1);
  }

  @Test
  void errorWithoutRowsComesBeforeTheResult() {
    try (NativeStatement statement =
            connection.prepare("SELECT error('boom' || i) FROM range(3) t(i)");
        Pending pending = statement.pendingStreaming()) {
      assertThatThrownBy(
              () -> {
                try (NativeResult result = pending.result()) {
                  rows(result);
                }
              })
          .isInstanceOf(DuckDbFailure.class)
          .hasMessageContaining("boom");
    }
  }

  /// DuckDB ends the stream of a connection when it prepares or executes something else.
  @Test
  void anotherStatementOnTheConnectionEndsTheStream() {
    for (String other : new String[] {"SELECT 1", "SELECT nonsense", "SET threads = 2"}) {
      try (NativeStatement statement = connection.prepare("FROM range(10000000)");
          Pending pending = statement.pendingStreaming();
          NativeResult result = pending.result()) {
        try (Chunk chunk = result.fetch()) {
          assertThat(chunk).isNotNull();
        }
        try (NativeStatement ignored = connection.prepare(other)) {
          assertThat(ignored.kind()).isNotNull();
        } catch (DuckDbFailure expected) {
          assertThat(other).contains("nonsense");
        }
        assertThatThrownBy(() -> rows(result))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("another statement");
      }
    }
  }

  @Test
  void materializedResultOutlivesOtherStatements() {
    try (NativeStatement statement = connection.prepare("FROM range(5000)");
        Pending pending = statement.pending();
        NativeResult result = pending.result()) {
      assertThat(connection.query("SELECT 1")).hasSize(1);

      assertThat(rows(result)).isEqualTo(5000);
    }
  }

  @Test
  void steppingLeadsToTheResult() {
    try (NativeStatement statement =
            connection.prepare("SELECT i % 7, count(*) FROM range(1000000) t(i) GROUP BY ALL");
        Pending pending = statement.pendingStreaming()) {
      while (pending.executeTask() != PendingState.READY) {
        Thread.onSpinWait();
      }
      try (NativeResult result = pending.result()) {
        assertThat(rows(result)).isEqualTo(7);
      }
    }
  }

  @Test
  void steppingMeetsErrors() {
    try (NativeStatement statement =
            connection.prepare("SELECT sum(i::VARCHAR::DATE::INTEGER) FROM range(10) t(i)");
        Pending pending = statement.pendingStreaming()) {
      assertThatThrownBy(
              () -> {
                while (pending.executeTask() != PendingState.READY) {
                  Thread.onSpinWait();
                }
              })
          .isInstanceOf(DuckDbFailure.class);
    } catch (DuckDbFailure atPrepare) {
      assertThat(atPrepare.type()).isEqualTo(DuckDbErrorType.BINDER);
    }
  }

  @Test
  void closedResultRefusesToRead() {
    try (NativeStatement statement = connection.prepare("SELECT 1");
        Pending pending = statement.pendingStreaming()) {
      NativeResult result = pending.result();
      result.close();
      result.close();

      assertThatThrownBy(result::fetch).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void closingEarlyEndsTheExecution() {
    for (int i = 0; i < 20; i++) {
      try (NativeStatement statement = connection.prepare("FROM range(1000000000)");
          Pending pending = statement.pendingStreaming();
          NativeResult result = pending.result()) {
        try (Chunk chunk = result.fetch()) {
          assertThat(chunk).isNotNull();
        }
      }
    }
    assertThat(connection.query("SELECT 1")).hasSize(1);
  }

  @Test
  void internalTypesAreRefusedByName() {
    try (NativeStatement statement =
            connection.prepare("SELECT sum(i) EXPORT_STATE FROM range(3) t(i)");
        Pending pending = statement.pendingStreaming()) {
      assertThatThrownBy(pending::result).hasMessageContaining("internal types");
    }
  }

  private long changed(String sql) {
    try (NativeStatement statement = connection.prepare(sql);
        Pending pending = statement.pendingStreaming();
        NativeResult result = pending.result()) {
      return result.changedRows();
    }
  }

  private static long rows(NativeResult result) {
    long rows = 0;
    while (true) {
      try (Chunk chunk = result.fetch()) {
        if (chunk == null) {
          return rows;
        }
        rows += chunk.rows();
      }
    }
  }
}
