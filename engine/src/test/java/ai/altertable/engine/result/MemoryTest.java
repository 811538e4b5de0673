package ai.altertable.engine.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.Database;
import ai.altertable.engine.capi.DuckDbFailure;
import ai.altertable.engine.capi.NativeStatement;
import ai.altertable.engine.capi.Pending;
import ai.altertable.engine.capi.TestDuckDb;
import ai.altertable.foundation.session.Bindings;
import ai.altertable.foundation.session.Value;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Nothing of DuckDB's or Arrow's memory stays behind, whatever way a statement ends.
@Timeout(300)
class MemoryTest {
  private static final int STATEMENTS = 20_000;
  private final Database database = TestDuckDb.open();
  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void close() {
    database.close();
    assertThat(allocator.getAllocatedMemory()).isZero();
    allocator.close();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void manyStatementsLeaveNoMemoryBehind() {
    try (Connection connection = database.connect()) {
      run(connection, STATEMENTS / 4);
      long before = NativeHeap.allocated();
      run(connection, STATEMENTS);

      assertThat(NativeHeap.allocated() - before).isLessThan(STATEMENTS * 500L);
      assertThat(allocator.getAllocatedMemory()).isZero();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void manyBatchesLeaveNoMemoryBehind() throws IOException {
    String sql =
        "SELECT i, 'row ' || i AS s, [i, NULL] AS l, {'a': i::HUGEINT} AS h FROM range(400000) t(i)";
    try (Connection connection = database.connect()) {
      stream(connection, sql, 8);
      long before = NativeHeap.resident();
      stream(connection, sql, 20);

      assertThat(NativeHeap.resident() - before).isLessThan(160L << 20);
      assertThat(allocator.getAllocatedMemory()).isZero();
    }
  }

  private void run(Connection connection, int count) {
    for (int i = 0; i < count; i++) {
      switch (i % 5) {
        case 0 ->
            answer(connection, "SELECT $1[1]::INTEGER, $1::INTEGER[], {'a': 'x'}", many(i), true);
        case 1 ->
            answer(
                connection, "SELECT i + $1::INTEGER FROM range(3000) t(i)", Value.Int.of(i), false);
        case 2 ->
            assertThatThrownBy(() -> connection.prepare("SELECT nosuch"))
                .isInstanceOf(DuckDbFailure.class);
        case 3 ->
            assertThatThrownBy(() ->
                    answer(connection, "SELECT 'x'::INTEGER FROM range($1)", Value.Int.of(1), true))
                .isInstanceOf(DuckDbFailure.class);
        default -> assertThat(connection.query("SELECT 'a', 1")).hasSize(1);
      }
    }
  }

  private static Value many(int first) {
    return new Value.Many(
        IntStream.range(0, 100).mapToObj(i -> (Value) Value.Int.of(first + i)).toList());
  }

  private void answer(Connection connection, String sql, Value value, boolean whole) {
    try (NativeStatement statement = connection.prepare(sql)) {
      statement.bind(new Bindings.Positional(List.of(value)));
      try (Pending pending = statement.pendingStreaming();
          ArrowBatches batches =
              new ArrowBatches(pending.result(), allocator, BatchLimits.DEFAULT)) {
        batches.next();
        while (whole && batches.next() != null) {
          // Only reading counts.
        }
      }
    }
  }

  private void stream(Connection connection, String sql, int times) {
    for (int i = 0; i < times; i++) {
      try (NativeStatement statement = connection.prepare(sql);
          Pending pending = statement.pendingStreaming();
          ArrowBatches batches =
              new ArrowBatches(pending.result(), allocator, BatchLimits.DEFAULT)) {
        while (batches.next() != null) {
          // Only reading counts.
        }
      }
    }
  }
}
