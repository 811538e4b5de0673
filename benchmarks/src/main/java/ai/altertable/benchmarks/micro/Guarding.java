package ai.altertable.benchmarks.micro;

import ai.altertable.engine.EngineThreads;
import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.Database;
import ai.altertable.engine.capi.DuckDb;
import ai.altertable.engine.capi.NativeLibrary;
import ai.altertable.engine.guard.EngineNames;
import ai.altertable.engine.guard.Guard;
import ai.altertable.engine.guard.QueryParser;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What the guard costs a statement that it sees for the first time, and one that it knows.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Benchmark)
public class Guarding {
  private static final String PLAIN =
      """
      SELECT c.name, count(*) AS orders, sum(o.total) AS total
      FROM orders o JOIN customers c ON c.id = o.customer_id
      WHERE o.ordered_at >= DATE '2026-01-01' AND o.status IN ('paid', 'sent')
      GROUP BY c.name HAVING sum(o.total) > 100 ORDER BY total DESC LIMIT 20\
      """;

  private static final String QUOTED = PLAIN.replace("orders o", "\"main\".\"orders\" o");

  @Param({"plain", "quoted"})
  public String relations = "";

  private final EngineThreads threads = new EngineThreads(2);
  private Fixture fixture = Fixture.NONE;
  private long count;

  private record Fixture(Database database, QueryParser parser, Guard guard, String sql) {
    @SuppressWarnings("NullAway") // Before the set-up there is nothing, and nobody asks.
    static final Fixture NONE = new Fixture(null, null, null, "");
  }

  @Setup(Level.Trial)
  public void open() {
    Path runtime = Path.of(System.getProperty("altertable.runtime", "runtime"));
    DuckDb duckDb = DuckDb.load(NativeLibrary.unpack(runtime));
    Database database = duckDb.open(":memory:", Map.of());
    QueryParser parser = QueryParser.open(duckDb);
    try (Connection connection = database.connect()) {
      Guard guard = Guard.of(EngineNames.of(connection), threads, parser);
      fixture = new Fixture(database, parser, guard, relations.equals("plain") ? PLAIN : QUOTED);
    }
  }

  @TearDown(Level.Trial)
  public void close() {
    fixture.parser().close();
    fixture.database().close();
    threads.close();
  }

  @Benchmark
  public void newText() {
    fixture.guard().require(fixture.sql() + " --" + count++);
  }

  @Benchmark
  public void knownText() {
    fixture.guard().require(fixture.sql());
  }
}
