package ai.altertable.benchmarks.micro;

import ai.altertable.engine.result.ArrowBatches;
import ai.altertable.rest.ndjson.JsonBuffer;
import ai.altertable.rest.ndjson.RowEncoder;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// The REST front end's way from an Arrow batch to lines of JSON: nanoseconds a row.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class RowEncoding {
  private static final int ROWS = 65_536;
  private static final int BUFFER_BYTES = 16 << 20;

  /// A full batch, loaded into an encoder.
  @State(Scope.Benchmark)
  public static class Batch {
    private final JsonBuffer out = new JsonBuffer(BUFFER_BYTES, BUFFER_BYTES);
    private @Nullable ArrowBatches batches;
    private @Nullable RowEncoder encoder;

    @Setup(Level.Trial)
    public void load(EngineRows rows) {
      ArrowBatches source = rows.batches();
      VectorSchemaRoot batch = EngineRows.fullBatch(source);
      RowEncoder loaded = new RowEncoder(source.schema(), ZoneOffset.UTC);
      loaded.load(batch);
      batches = source;
      encoder = loaded;
    }

    @TearDown(Level.Trial)
    public void close() {
      if (batches != null) {
        batches.close();
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public int row(Batch batch) {
    RowEncoder encoder = batch.encoder;
    if (encoder == null) {
      throw new IllegalStateException("there is no batch");
    }
    batch.out.clear();
    for (int row = 0; row < ROWS; row++) {
      encoder.writeLine(row, batch.out);
    }
    return batch.out.size();
  }
}
