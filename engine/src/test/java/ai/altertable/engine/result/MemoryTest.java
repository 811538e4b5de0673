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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
  private static final long TOLERANCE = 40L << 20;

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
  void manyStatementsLeaveNoMemoryBehind() throws IOException {
    try (Connection connection = database.connect()) {
      run(connection, STATEMENTS / 4);
      long before = nativeBytes();
      run(connection, STATEMENTS);

      assertThat(nativeBytes() - before).isLessThan(TOLERANCE);
      assertThat(allocator.getAllocatedMemory()).isZero();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void manyBatchesLeaveNoMemoryBehind() throws IOException {
    String sql =
        "SELECT i, 'row ' || i AS s, [i, NULL] AS l, {'a': i::VARIANT} AS v FROM range(400000) t(i)";
    try (Connection connection = database.connect()) {
      stream(connection, sql, 5);
      long before = nativeBytes();
      stream(connection, sql, 20);

      assertThat(nativeBytes() - before).isLessThan(TOLERANCE);
      assertThat(allocator.getAllocatedMemory()).isZero();
    }
  }

  private void run(Connection connection, int count) {
    for (int i = 0; i < count; i++) {
      switch (i % 5) {
        case 0 -> answer(connection, "SELECT $1::INTEGER, [$1::INTEGER], {'a': 'x'}", i, true);
        case 1 -> answer(connection, "SELECT i + $1::INTEGER FROM range(3000) t(i)", i, false);
        case 2 ->
            assertThatThrownBy(() -> connection.prepare("SELECT nosuch"))
                .isInstanceOf(DuckDbFailure.class);
        case 3 ->
            assertThatThrownBy(
                    () -> answer(connection, "SELECT 'x'::INTEGER FROM range($1)", 1, true))
                .isInstanceOf(DuckDbFailure.class);
        default -> assertThat(connection.query("SELECT 'a', 1")).hasSize(1);
      }
    }
  }

  private void answer(Connection connection, String sql, int value, boolean whole) {
    try (NativeStatement statement = connection.prepare(sql)) {
      statement.bind(new Bindings.Positional(List.of(Value.Int.of(value))));
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

  /// What the process has in memory beside Java's heap.
  private static long nativeBytes() throws IOException {
    System.gc();
    String line =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(text -> text.startsWith("VmRSS:"))
            .findFirst()
            .orElseThrow();
    long resident = Long.parseLong(line.replaceAll("\\D", "")) << 10;
    return resident - Runtime.getRuntime().totalMemory();
  }
}
