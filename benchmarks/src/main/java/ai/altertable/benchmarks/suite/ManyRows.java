package ai.altertable.benchmarks.suite;

import ai.altertable.benchmarks.client.Answer;
import ai.altertable.benchmarks.client.Client;
import ai.altertable.benchmarks.client.ClientFailure;
import ai.altertable.benchmarks.client.Protocol;
import ai.altertable.benchmarks.measure.Contender;
import ai.altertable.benchmarks.measure.Target;
import ai.altertable.benchmarks.measure.Unit;
import ai.altertable.benchmarks.process.InProcess.Take;
import ai.altertable.benchmarks.report.Finding;
import java.util.List;

/// A large result to one client that reads it as fast as it comes.
final class ManyRows implements Benchmark {
  private static final String TABLE = "many_rows";
  private static final Target TARGET = new Target.TimesBaseline(1.3, 0);

  @Override
  public String name() {
    return "rows";
  }

  @Override
  public String about() {
    return "10 M rows of BIGINT, DOUBLE, VARCHAR, TIMESTAMP from a table, against DuckDB's JSON writer";
  }

  @Override
  public void run(Workbench bench) {
    long rows = bench.effort().manyRows();
    prepare(bench, rows);
    for (Protocol protocol : bench.protocols()) {
      try (Client client = protocol.connect()) {
        Answer answer = client.run("FROM " + TABLE);
        if (answer.rows() != rows) {
          throw new ClientFailure("%d rows instead of %d".formatted(answer.rows(), rows));
        }
        bench.report(
            Finding.of(
                    name(),
                    "%,d rows × 4 columns".formatted(rows),
                    Unit.SECONDS,
                    bench.interleaved(1).run(contenders(bench, protocol, client), TARGET))
                .against(TARGET)
                .note(
                    "%,d bytes of NDJSON, rows as arrays; the baseline writes objects to /dev/null"
                        .formatted(answer.bytes())));
      }
    }
  }

  private static List<Contender> contenders(Workbench bench, Protocol protocol, Client client) {
    return List.of(
        new Contender(protocol.name(), () -> Times.of(client, List.of("FROM " + TABLE))),
        copy(bench, "in process, JSON", "json"),
        copy(bench, "in process, CSV", "csv"));
  }

  private static Contender copy(Workbench bench, String name, String format) {
    List<String> copy = List.of("COPY %s TO '/dev/null' (FORMAT %s)".formatted(TABLE, format));
    return new Contender(name, () -> bench.duckdb().time(Take.OBJECTS, copy));
  }

  private static void prepare(Workbench bench, long rows) {
    try (Client client = bench.server().rest().connect()) {
      client.run(
          """
          CREATE TABLE %s AS
          SELECT i AS id, (i %% 1000003) * 0.37::DOUBLE AS amount, 'customer ' || (i %% 100003) AS customer,
            TIMESTAMP '2026-01-01 00:00:00' + to_seconds(i) AS seen
          FROM range(%d) t(i)
          """
              .formatted(TABLE, rows));
    }
    bench.lake().adopt(TABLE, bench.server().files(TABLE));
  }
}
