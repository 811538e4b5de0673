package ai.altertable.engine.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.Database;
import ai.altertable.engine.capi.DuckDbErrorType;
import ai.altertable.engine.capi.DuckDbFailure;
import ai.altertable.engine.capi.NativeStatement;
import ai.altertable.engine.capi.Pending;
import ai.altertable.engine.capi.TestDuckDb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ArrowBatchesTest {
  private static final Duration PATIENT = Duration.ofMinutes(10);
  private static final BatchLimits LARGE = new BatchLimits(65_536, 65_536, 1L << 30, PATIENT);

  private final Database database = TestDuckDb.open();
  private final Connection connection = TestDuckDb.connect(database);
  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void close() {
    connection.close();
    database.close();
    assertThat(allocator.getAllocatedMemory()).isZero();
    allocator.close();
  }

  @Test
  void firstBatchIsSmallAndTheNextOnesGrow() {
    BatchLimits limits = new BatchLimits(2_048, 10_000, 1L << 30, PATIENT);

    assertThat(sizes("FROM range(40000)", limits))
        .containsExactly(2_048, 4_096, 8_192, 10_000, 10_000, 5_664);
  }

  @Test
  void batchesAreFullWhenRowsComeFast() {
    assertThat(sizes("FROM range(150000)", LARGE)).containsExactly(65_536, 65_536, 18_928);
    assertThat(sizes("FROM range(150000)", BatchLimits.DEFAULT)).hasSizeLessThan(10);
  }

  @Test
  void slowRowsAreHandedOutAsTheyCome() {
    BatchLimits hasty = new BatchLimits(65_536, 65_536, 1L << 30, Duration.ZERO);

    assertThat(sizes("FROM range(10000)", hasty)).containsExactly(2048, 2048, 2048, 2048, 1808);
  }

  @Test
  void batchesKeepToTheirBytes() {
    BatchLimits limits = new BatchLimits(65_536, 65_536, 100_000, PATIENT);
    List<Integer> sizes = sizes("SELECT repeat('x', 1000) FROM range(5000)", limits);

    assertThat(sizes).hasSizeBetween(50, 100).allMatch(rows -> rows <= 100);
    assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(5000);
    assertThat(sizes("SELECT [[repeat('x', 1000)]] FROM range(5000)", limits))
        .hasSizeBetween(50, 100)
        .allMatch(rows -> rows <= 100);
  }

  @Test
  void rowsLargerThanABatchComeOneByOne() {
    BatchLimits limits = new BatchLimits(65_536, 65_536, 1000, PATIENT);

    assertThat(sizes("SELECT repeat('x', 100000) FROM range(20)", limits)).hasSize(20);
    assertThat(sizes("SELECT range(100000) FROM range(20)", limits)).hasSize(20);
  }

  @Test
  void noRowsMakeNoBatch() {
    assertThat(sizes("FROM range(0)", BatchLimits.DEFAULT)).isEmpty();
    assertThat(sizes("SELECT [1] WHERE false", BatchLimits.DEFAULT)).isEmpty();
  }

  @Test
  void staysAtTheEnd() {
    withBatches(
        "FROM range(10)",
        BatchLimits.DEFAULT,
        batches -> {
          assertThat(batches.next()).isNotNull();
          assertThat(batches.next()).isNull();
          assertThat(batches.next()).isNull();
        });
  }

  @Test
  void errorAfterManyRowsIsNoEnd() {
    withBatches(
        "SELECT CASE WHEN i = 900000 THEN 'x'::INTEGER ELSE i END FROM range(1000000) t(i)",
        BatchLimits.DEFAULT,
        batches -> {
          assertThat(batches.next()).isNotNull();
          for (int i = 0; i < 2; i++) {
            // The engine may have forgotten the reason: LostReasonTest.
            assertThatThrownBy(() -> drain(batches))
                .isInstanceOfSatisfying(
                    DuckDbFailure.class,
                    failure ->
                        assertThat(failure.type())
                            .isIn(DuckDbErrorType.CONVERSION, DuckDbErrorType.INTERRUPT));
          }
        });
  }

  @Test
  void interruptedStreamFails() {
    withBatches(
        "FROM range(1000000000)",
        BatchLimits.DEFAULT,
        batches -> {
          assertThat(batches.next()).isNotNull();
          connection.interrupt();
          assertThatThrownBy(() -> drain(batches))
              .isInstanceOfSatisfying(
                  DuckDbFailure.class,
                  failure -> assertThat(failure.type()).isEqualTo(DuckDbErrorType.INTERRUPT));
        });
  }

  @Test
  void memoryIsUsedAgainFromBatchToBatch() {
    withBatches(
        "SELECT i, 'row ' || i FROM range(2000000) t(i)",
        LARGE,
        batches -> {
          batches.next();
          batches.next();
          long memory = allocator.getAllocatedMemory();
          drain(batches);
          assertThat(allocator.getPeakMemoryAllocation()).isLessThan(2 * memory);
        });
  }

  @Test
  void whatAReaderRetainsIsNotOverwritten() {
    withBatches(
        "SELECT i, 'row ' || i FROM range(200000) t(i)",
        LARGE,
        batches -> {
          VectorSchemaRoot first = Objects.requireNonNull(batches.next());
          List<ArrowBuf> kept = new ArrayList<>();
          first.getFieldVectors().forEach(vector -> kept.addAll(vector.getFieldBuffers()));
          kept.forEach(buffer -> buffer.getReferenceManager().retain());
          byte[] before = bytes(kept.get(1));
          assertThat(batches.next()).isNotNull();

          assertThat(bytes(kept.get(1))).isEqualTo(before);
          kept.forEach(ArrowBuf::close);
        });
  }

  @Test
  void closingEarlyGivesEverythingBack() {
    for (int i = 0; i < 10; i++) {
      withBatches(
          "SELECT i, [i, NULL], {'a': 'x' || i} FROM range(100000000) t(i)",
          BatchLimits.DEFAULT,
          batches -> assertThat(batches.next()).isNotNull());
      assertThat(allocator.getAllocatedMemory()).isZero();
    }
  }

  @Test
  void vectorsAreWhatArrowReadersExpect() {
    withBatches(
        "SELECT CASE WHEN i % 3 <> 0 THEN i END, CASE WHEN i % 4 <> 0 THEN 'v' || i END"
            + " FROM range(5000) t(i)",
        LARGE,
        batches -> {
          VectorSchemaRoot batch = Objects.requireNonNull(batches.next());
          BigIntVector numbers = (BigIntVector) batch.getVector(0);
          VarCharVector texts = (VarCharVector) batch.getVector(1);
          assertThat(numbers.getNullCount()).isEqualTo(1667);
          assertThat(texts.getNullCount()).isEqualTo(1250);
          assertThat(numbers.getValueCount()).isEqualTo(5000);
          for (int i = 0; i < 5000; i++) {
            assertThat(numbers.getObject(i)).isEqualTo(i % 3 != 0 ? (Long) (long) i : null);
            assertThat(String.valueOf(texts.getObject(i))).isEqualTo(i % 4 != 0 ? "v" + i : "null");
          }
        });
  }

  @Test
  void batchStaysWholeWhileTheNextIsFetched() {
    withBatches(
        "SELECT i, 'text ' || i FROM range(300000) t(i)",
        BatchLimits.DEFAULT,
        batches -> {
          long row = 0;
          VectorSchemaRoot batch = batches.next();
          while (batch != null) {
            VectorSchemaRoot next = batches.next();
            for (int i = 0; i < batch.getRowCount(); i++, row++) {
              assertThat(((BigIntVector) batch.getVector(0)).get(i)).isEqualTo(row);
              assertThat(((VarCharVector) batch.getVector(1)).getObject(i))
                  .hasToString("text " + row);
            }
            batch = next;
          }
          assertThat(row).isEqualTo(300_000);
        });
  }

  private List<Integer> sizes(String sql, BatchLimits limits) {
    List<Integer> sizes = new ArrayList<>();
    withBatches(
        sql,
        limits,
        batches -> {
          for (VectorSchemaRoot batch = batches.next(); batch != null; batch = batches.next()) {
            sizes.add(batch.getRowCount());
          }
        });
    return sizes;
  }

  private void withBatches(String sql, BatchLimits limits, Consumer<ArrowBatches> reader) {
    try (NativeStatement statement = connection.prepare(sql);
        Pending pending = statement.pendingStreaming();
        ArrowBatches batches = new ArrowBatches(pending.result(), allocator, limits)) {
      reader.accept(batches);
    }
  }

  private static void drain(ArrowBatches batches) {
    while (batches.next() != null) {
      // Only the end counts.
    }
  }

  private static byte[] bytes(ArrowBuf buffer) {
    byte[] bytes = new byte[(int) buffer.capacity()];
    buffer.getBytes(0, bytes);
    return bytes;
  }
}
