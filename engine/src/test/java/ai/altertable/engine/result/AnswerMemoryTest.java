package ai.altertable.engine.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.engine.TestEngine;
import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.Database;
import ai.altertable.engine.capi.NativeResult;
import ai.altertable.engine.capi.NativeStatement;
import ai.altertable.engine.capi.Pending;
import ai.altertable.engine.capi.TestDuckDb;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.Session;
import ai.altertable.testing.Answers;
import java.nio.file.Path;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Answers on their way to clients take a limited part of the worker's memory.
@Timeout(120)
class AnswerMemoryTest {
  @Test
  void rowsThatDoNotFitFailWithClearWordsAndLeaveNothing() {
    try (Database database = TestDuckDb.open();
        Connection connection = TestDuckDb.connect(database);
        RootAllocator allocator = new RootAllocator(2 << 20);
        NativeStatement statement =
            connection.prepare("SELECT repeat('x', 1000) FROM range(100000)");
        Pending pending = statement.pendingStreaming()) {
      try (ArrowBatches batches =
          new ArrowBatches(pending.result(), allocator, BatchLimits.DEFAULT)) {
        assertThatExceptionOfType(PlatformException.class)
            .isThrownBy(() -> {
              while (batches.next() != null) {
                // Up to the batch that does not fit.
              }
            })
            .withMessageContaining("do not fit into the 2 MiB")
            .extracting(PlatformException::code)
            .isEqualTo(ErrorCode.OUT_OF_MEMORY);
      }
      assertThat(allocator.getAllocatedMemory()).isZero();
    }
  }

  /// Not even an empty vector can be made of it.
  private static final class RefusingAllocator extends RootAllocator {
    @Override
    public ArrowBuf getEmpty() {
      throw new IllegalStateException("refused");
    }
  }

  @Test
  void resultIsClosedWhenItCannotBeRead() {
    try (BufferAllocator refusing = new RefusingAllocator();
        Database database = TestDuckDb.open();
        Connection connection = TestDuckDb.connect(database);
        NativeStatement statement = connection.prepare("SELECT 1");
        Pending pending = statement.pendingStreaming();
        NativeResult result = pending.result()) {
      assertThatThrownBy(() -> new ArrowBatches(result, refusing, BatchLimits.DEFAULT))
          .hasMessage("refused");
      assertThatThrownBy(result::fetch).hasMessage("the result is closed");
    }
  }

  /// The engine's part of a gibibyte is 256 MiB.
  @Test
  void sessionGoesOnAfterAnAnswerThatDoesNotFit(@TempDir Path directory) {
    try (TestEngine engine = TestEngine.start(directory);
        Session session = engine.open()) {
      assertThatExceptionOfType(PlatformException.class)
          .isThrownBy(() -> Answers.rows(session, "SELECT repeat('x', 300000000)"))
          .extracting(PlatformException::code)
          .isEqualTo(ErrorCode.OUT_OF_MEMORY);
      assertThat(Answers.value(session, "SELECT 41 + 1")).isEqualTo("42");
    }
  }
}
