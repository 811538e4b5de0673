package ai.altertable.benchmarks.suite;

import ai.altertable.benchmarks.client.Client;
import ai.altertable.benchmarks.client.ClientFailure;
import ai.altertable.benchmarks.client.Protocol;
import ai.altertable.benchmarks.client.RestClient;
import ai.altertable.benchmarks.measure.Contender;
import ai.altertable.benchmarks.measure.Side;
import ai.altertable.benchmarks.measure.Sides;
import ai.altertable.benchmarks.measure.Target;
import ai.altertable.benchmarks.measure.Unit;
import ai.altertable.benchmarks.measure.Verdict;
import ai.altertable.benchmarks.process.InProcess;
import ai.altertable.benchmarks.process.InProcess.Take;
import ai.altertable.benchmarks.report.Finding;
import ai.altertable.benchmarks.report.Judgement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The 22 queries of TPC-H on the server's lakehouse, against the same engine in process on the
/// server's own Parquet files: once read directly, which is the target's baseline, and once through
/// DuckLake, which tells its part from ours.
final class Tpch implements Benchmark {
  private static final Target TARGET = new Target.TimesBaseline(1.05, 0.005);
  private static final String FILES = "files";

  @Override
  public String name() {
    return "tpch";
  }

  @Override
  public String about() {
    return "TPC-H at scale factor 1, all 22 queries, against the same files in process";
  }

  @Override
  public void run(Workbench bench) {
    load(bench);
    Map<String, String> queries = queries(bench.duckdb());
    for (Protocol protocol : bench.protocols()) {
      try (Client client = protocol.connect()) {
        List<List<Side>> all = new ArrayList<>();
        List<Verdict> verdicts = new ArrayList<>();
        queries.forEach((number, query) -> {
          compare(bench, client, number, query);
          Finding finding = measure(bench, protocol, client, number, query);
          bench.report(finding);
          all.add(finding.sides());
          finding.judgement().map(Judgement::verdict).ifPresent(verdicts::add);
        });
        long met = verdicts.stream().filter(Verdict.MET::equals).count();
        bench.report(
            Finding.of(name(), "all queries", Unit.SECONDS, Sides.sum(all))
                .note("%d of %d queries meet their target".formatted(met, verdicts.size())));
      }
    }
  }

  private static void load(Workbench bench) {
    InProcess duckdb = bench.duckdb();
    duckdb.execute("ATTACH ':memory:' AS " + FILES);
    try (RestClient client = bench.server().rest().connect()) {
      for (String table : TpchFiles.TABLES) {
        client.upload(
            bench.tpch().parquet(table),
            Map.of("table", table, "mode", "create", "format", "parquet", "schema", "main"));
        List<Path> files = filesOf(bench, table);
        bench.lake().adopt(table, files);
        String list =
            files.stream().map(file -> "'" + file + "'").collect(Collectors.joining(", "));
        duckdb.execute(
            "CREATE VIEW %s.%s AS FROM read_parquet([%s])".formatted(FILES, table, list));
      }
    }
  }

  /// The server's own files; a table so small that it is kept in the metadata has none.
  private static List<Path> filesOf(Workbench bench, String table) {
    List<Path> files = bench.server().files(table);
    return files.isEmpty() ? List.of(bench.tpch().parquet(table)) : files;
  }

  private static Map<String, String> queries(InProcess duckdb) {
    Map<String, String> queries = new LinkedHashMap<>();
    duckdb
        .table("SELECT query_nr, query FROM tpch_queries() ORDER BY query_nr")
        .rows()
        .forEach(row -> queries.put("query " + row.getFirst(), row.getLast()));
    return queries;
  }

  private static void compare(Workbench bench, Client client, String number, String query) {
    bench.duckdb().execute("USE " + FILES);
    client
        .table(query)
        .difference(bench.duckdb().table(query))
        .ifPresent(difference -> {
          throw new ClientFailure(number + " answers otherwise than in process: " + difference);
        });
  }

  private Finding measure(
      Workbench bench, Protocol protocol, Client client, String number, String query) {
    List<String> once = List.of(query);
    List<Contender> contenders =
        List.of(
            new Contender(protocol.name(), () -> Times.of(client, once)),
            new Contender(
                "in process, files",
                () -> {
                  bench.duckdb().execute("USE " + FILES);
                  return bench.duckdb().time(Take.RESULT, once);
                }),
            new Contender(
                "in process, DuckLake",
                () -> {
                  bench.duckdb().execute("USE lake");
                  return bench.duckdb().time(Take.OBJECTS, once);
                }));
    return Finding.of(name(), number, Unit.SECONDS, bench.interleaved(1).run(contenders, TARGET))
        .against(TARGET);
  }
}
