package ai.altertable.benchmarks.suite;

import ai.altertable.benchmarks.client.RestClient;
import ai.altertable.benchmarks.measure.Contender;
import ai.altertable.benchmarks.measure.Series;
import ai.altertable.benchmarks.measure.Side;
import ai.altertable.benchmarks.measure.Target;
import ai.altertable.benchmarks.measure.Unit;
import ai.altertable.benchmarks.process.InProcess;
import ai.altertable.benchmarks.process.InProcess.Take;
import ai.altertable.benchmarks.process.Server;
import ai.altertable.benchmarks.process.Settings;
import ai.altertable.benchmarks.process.Together;
import ai.altertable.benchmarks.report.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Ten clients with cheap and heavy statements on an engine with little memory, beside the engine
/// in process: once as it is, once behind a line of which two are let in at a time. There some fail
/// for want of memory, which is counted; if one of ours fails, there is no result.
final class TenClients implements Benchmark {
  private static final Target CHEAP = new Target.PercentileAtMost(99, 0.3, Unit.SECONDS);
  private static final Target WORK = new Target.TimesBaseline(1 / 1.1, 0);
  private static final int CLIENTS = 10;
  private static final int GATE = 2;
  private static final long MEMORY_MEBIBYTES = 1_024;
  private static final String FILES = "crowd";

  private final Mix mix = new Mix();

  @Override
  public String name() {
    return "crowd";
  }

  @Override
  public String about() {
    return "ten clients, 28 cheap and 7 heavy statements, 1 GB of engine memory";
  }

  @Override
  public void run(Workbench bench) {
    Settings own = bench.settings();
    Settings small = new Settings(own.home(), own.python(), own.threads(), MEMORY_MEBIBYTES);
    bench.tpch();
    try (Server server = Server.start(small, bench.work().resolve("crowd"));
        InProcess duckdb =
            InProcess.start(small, Workbench.EXTENSIONS, bench.work().resolve("crowd-spill"))) {
      bench.watch(server.process());
      bench.watch(duckdb.process());
      load(bench, server, duckdb);
      measure(bench, new Crowd(server.rest(), mix.statements()), duckdb);
    }
  }

  private static void load(Workbench bench, Server server, InProcess duckdb) {
    duckdb.execute("ATTACH ':memory:' AS " + FILES);
    try (RestClient client = server.rest().connect()) {
      for (String table : TpchFiles.TABLES) {
        Path file = bench.tpch().parquet(table);
        client.upload(
            file, Map.of("table", table, "mode", "create", "format", "parquet", "schema", "main"));
        duckdb.execute(
            "CREATE VIEW %s.%s AS FROM read_parquet('%s')".formatted(FILES, table, file));
      }
    }
    duckdb.execute("USE " + FILES);
  }

  private void measure(Workbench bench, Crowd crowd, InProcess duckdb) {
    double seconds = bench.effort().crowdSeconds();
    crowd.run(CLIENTS, Math.min(seconds, bench.effort().warmSeconds()));
    List<Double> ours = crowd.alone();
    List<Double> inProcess =
        mix.statements().stream()
            .map(statement ->
                IntStream.range(0, 3)
                    .mapToDouble(_ -> duckdb.time(Take.OBJECTS, List.of(statement)).min())
                    .min()
                    .orElseThrow())
            .toList();
    List<Measured> all =
        List.of(
            new Measured("REST", ours, () -> crowd.run(CLIENTS, seconds)),
            new Measured("in process, no gate", inProcess, () -> inProcess(duckdb, 0, seconds)),
            new Measured("in process, a line", inProcess, () -> inProcess(duckdb, GATE, seconds)));
    List<Side> cheap =
        bench.interleaved(0).run(all.stream().map(Measured::contender).toList(), CHEAP);
    Finding finding =
        Finding.of(name(), "cheap statements of ten clients", Unit.SECONDS, cheap).against(CHEAP);
    for (Measured one : all) {
      finding =
          finding.note(
              "%s: %.2f × the work of one client, %d statements failed"
                  .formatted(one.name, one.work(), one.failed));
    }
    bench.report(finding);
    bench.report(
        Finding.of(name(), "time for the work of a second of one client", Unit.SECONDS, work(all))
            .against(WORK));
  }

  private Together inProcess(InProcess duckdb, int gate, double seconds) {
    return duckdb.load(mix.statements(), FILES, CLIENTS, gate, seconds);
  }

  /// Ours first, then the client alone, who is what the unit says.
  private static List<Side> work(List<Measured> all) {
    List<Side> sides = new ArrayList<>();
    all.forEach(one -> sides.add(one.side()));
    sides.add(1, all.getFirst().alone());
    return sides;
  }

  /// A contender, and how much work its rounds did.
  private final class Measured {
    private final String name;
    private final List<Double> alone;
    private final Supplier<Together> round;
    private final List<Double> perSecond = new ArrayList<>();
    private int failed;

    Measured(String name, List<Double> alone, Supplier<Together> round) {
      this.name = name;
      this.alone = alone;
      this.round = round;
    }

    Contender contender() {
      return new Contender(name, this::run);
    }

    private Series run() {
      long begin = System.nanoTime();
      Together together = round.get();
      double wall = (System.nanoTime() - begin) / 1e9;
      perSecond.add(Mix.work(together.done(), alone) / wall);
      failed += together.failed();
      return mix.cheap(together.done());
    }

    double work() {
      return Series.of(perSecond.stream().mapToDouble(Double::doubleValue).toArray()).median();
    }

    Side side() {
      return Rounds.of(name, perSecond.stream().map(rate -> 1 / rate).toList());
    }

    Side alone() {
      return Rounds.of("one client", perSecond.stream().map(_ -> 1.0).toList());
    }
  }
}
