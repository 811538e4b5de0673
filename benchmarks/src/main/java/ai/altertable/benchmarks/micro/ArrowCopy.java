package ai.altertable.benchmarks.micro;

import ai.altertable.engine.result.ArrowBatches;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/// The engine's way from DuckDB's chunks to Arrow batches: nanoseconds a row, DuckDB's scan of a
/// table in memory included.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ArrowCopy {
  @Benchmark
  @OperationsPerInvocation(EngineRows.ROWS)
  public long row(EngineRows rows) {
    long count = 0;
    try (ArrowBatches batches = rows.batches()) {
      for (VectorSchemaRoot batch = batches.next(); batch != null; batch = batches.next()) {
        count += batch.getRowCount();
      }
    }
    return count;
  }
}
