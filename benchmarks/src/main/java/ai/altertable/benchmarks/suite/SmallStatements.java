package ai.altertable.benchmarks.suite;

import ai.altertable.benchmarks.client.Client;
import ai.altertable.benchmarks.client.Protocol;
import ai.altertable.benchmarks.measure.Contender;
import ai.altertable.benchmarks.measure.Target;
import ai.altertable.benchmarks.measure.Unit;
import ai.altertable.benchmarks.process.InProcess.Take;
import ai.altertable.benchmarks.process.Lake;
import ai.altertable.benchmarks.report.Finding;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Statements whose cost is the engine's preparation, and the lakehouse's metadata.
final class SmallStatements implements Benchmark {
  private static final Target TARGET = new Target.TimesBaseline(2, 0);
  private static final String TABLE = "points";
  private static final int ROWS = 1_000_000;
  private static final long SEED = 20260;

  private long unseen;

  @Override
  public String name() {
    return "small";
  }

  @Override
  public String about() {
    return "a text never seen before, abs(-1), and a point query, each with a lakehouse as default";
  }

  @Override
  public void run(Workbench bench) {
    prepare(bench);
    int count = bench.effort().statements();
    Random random = new Random(SEED);
    measure(bench, "a text never seen before", () -> repeated(count, "SELECT %d AS x"::formatted));
    measure(
        bench,
        "SELECT abs(-1)",
        () -> Stream.generate(() -> "SELECT abs(-1)").limit(count).toList());
    measure(
        bench,
        "one row of 1 M by its id",
        () ->
            IntStream.range(0, bench.effort().reads())
                .mapToObj(_ ->
                    "SELECT id, name, amount FROM %s WHERE id = %d"
                        .formatted(TABLE, random.nextInt(ROWS)))
                .toList());
  }

  private List<String> repeated(int count, LongFunction<String> statement) {
    return IntStream.range(0, count).mapToObj(_ -> statement.apply(unseen++)).toList();
  }

  private static void prepare(Workbench bench) {
    try (Client client = bench.server().rest().connect()) {
      client.run(
          "CREATE TABLE %s AS SELECT i AS id, 'name ' || i AS name, i * 0.5::DOUBLE AS amount FROM range(%d) t(i)"
              .formatted(TABLE, ROWS));
    }
    Lake lake = bench.lake();
    lake.adopt(TABLE, bench.server().files(TABLE));
  }

  private void measure(Workbench bench, String subject, Supplier<List<String>> statements) {
    for (Protocol protocol : bench.protocols()) {
      try (Client client = protocol.connect()) {
        List<Contender> contenders =
            List.of(
                new Contender(protocol.name(), () -> Times.of(client, statements.get())),
                new Contender(
                    "in process", () -> bench.duckdb().time(Take.OBJECTS, statements.get())));
        bench.report(
            Finding.of(name(), subject, Unit.SECONDS, bench.interleaved(2).run(contenders, TARGET))
                .against(TARGET));
      }
    }
  }
}
