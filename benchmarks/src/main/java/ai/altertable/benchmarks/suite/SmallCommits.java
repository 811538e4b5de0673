package ai.altertable.benchmarks.suite;

import ai.altertable.benchmarks.client.Client;
import ai.altertable.benchmarks.client.ClientFailure;
import ai.altertable.benchmarks.client.Protocol;
import ai.altertable.benchmarks.measure.Contender;
import ai.altertable.benchmarks.measure.Side;
import ai.altertable.benchmarks.measure.Target;
import ai.altertable.benchmarks.measure.Unit;
import ai.altertable.benchmarks.process.InProcess.Take;
import ai.altertable.benchmarks.report.Finding;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Commits of one row each to one lakehouse table.
final class SmallCommits implements Benchmark {
  private static final Target TARGET = new Target.RateTimesBaseline(1.5);
  private static final String TABLE = "commits";
  private static final String CREATE = "CREATE TABLE " + TABLE + " (id BIGINT, note VARCHAR)";

  private final AtomicLong rows = new AtomicLong();

  @Override
  public String name() {
    return "commits";
  }

  @Override
  public String about() {
    return "INSERT of one row, by 8 clients and by one, to the same lakehouse table";
  }

  @Override
  public void run(Workbench bench) {
    bench.lake();
    bench.duckdb().execute(CREATE);
    for (Protocol protocol : bench.protocols()) {
      try (Client client = protocol.connect()) {
        client.run(CREATE);
        measure(bench, protocol);
        long found =
            Long.parseLong(
                client.table("SELECT count(*) FROM " + TABLE).rows().getFirst().getFirst());
        if (found != rows.get()) {
          throw new ClientFailure(rows + " rows were acknowledged, " + found + " are there");
        }
        client.run("DROP TABLE " + TABLE);
      }
    }
  }

  private void measure(Workbench bench, Protocol protocol) {
    double seconds = bench.effort().loadSeconds();
    List<String> baseline = Stream.generate(() -> insert(0)).limit(bench.effort().reads()).toList();
    Supplier<String> next = () -> insert(rows.incrementAndGet());
    try (Load eight = Load.of(protocol, 8);
        Load one = Load.of(protocol, 1)) {
      List<Contender> contenders =
          List.of(
              new Contender(protocol.name() + ", 8 clients", () -> eight.run(next, seconds)),
              new Contender(protocol.name() + ", 1 client", () -> one.run(next, seconds)),
              new Contender("in process", () -> bench.duckdb().time(Take.OBJECTS, baseline)));
      List<Side> sides = bench.interleaved(1).run(contenders, TARGET);
      double times = sides.get(0).rates().median() / sides.get(1).rates().median();
      bench.report(
          Finding.of(name(), "one row each", Unit.SECONDS, sides)
              .against(TARGET)
              .note(
                  "%.2f × the rate of one client; ours/this is of single commits"
                      .formatted(times)));
    }
  }

  private static String insert(long id) {
    return "INSERT INTO %s VALUES (%d, 'note %d')".formatted(TABLE, id, id);
  }
}
