package ai.altertable.benchmarks.micro;

import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.Database;
import ai.altertable.engine.capi.DuckDb;
import ai.altertable.engine.capi.NativeLibrary;
import ai.altertable.engine.capi.NativeStatement;
import ai.altertable.engine.capi.Pending;
import ai.altertable.engine.result.ArrowBatches;
import ai.altertable.engine.result.BatchLimits;
import java.nio.file.Path;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// A table in DuckDB's memory, of one column or of all four, and its rows as Arrow batches.
@State(Scope.Benchmark)
public class EngineRows {
  static final int ROWS = 1_000_000;

  @Param({"id", "amount", "customer", "seen", "id, amount, customer, seen"})
  public String columns = "";

  private final BufferAllocator allocator = new RootAllocator();
  private Fixture fixture = Fixture.NONE;

  private record Fixture(Database database, Connection connection, NativeStatement statement) {
    @SuppressWarnings("NullAway") // Before the set-up there is nothing, and nobody asks.
    static final Fixture NONE = new Fixture(null, null, null);
  }

  @Setup(Level.Trial)
  public void open() {
    Path runtime = Path.of(System.getProperty("altertable.runtime", "runtime"));
    Database database =
        DuckDb.load(NativeLibrary.unpack(runtime)).open(":memory:", Map.of("threads", "1"));
    Connection connection = database.connect();
    connection.execute(
        """
        CREATE TABLE rows AS
        SELECT i AS id, (i %% 1000003) * 0.37::DOUBLE AS amount, 'customer ' || (i %% 100003) AS customer,
          TIMESTAMP '2026-01-01 00:00:00' + to_seconds(i) AS seen
        FROM range(%d) t(i)
        """
            .formatted(ROWS));
    NativeStatement statement = connection.prepare("SELECT " + columns + " FROM rows");
    fixture = new Fixture(database, connection, statement);
  }

  /// A new execution; the caller closes it.
  ArrowBatches batches() {
    try (Pending pending = fixture.statement().pendingStreaming()) {
      return new ArrowBatches(pending.result(), allocator, BatchLimits.DEFAULT);
    }
  }

  /// Reads batches until there is a full one.
  static VectorSchemaRoot fullBatch(ArrowBatches batches) {
    for (VectorSchemaRoot batch = batches.next(); batch != null; batch = batches.next()) {
      if (batch.getRowCount() == BatchLimits.DEFAULT.rows()) {
        return batch;
      }
    }
    throw new IllegalStateException("no batch is full");
  }

  @TearDown(Level.Trial)
  public void close() {
    fixture.statement().close();
    fixture.connection().close();
    fixture.database().close();
    allocator.close();
  }
}
