package ai.altertable.benchmarks.suite;

import ai.altertable.benchmarks.client.RestClient;
import ai.altertable.benchmarks.measure.Contender;
import ai.altertable.benchmarks.measure.Target;
import ai.altertable.benchmarks.measure.Unit;
import ai.altertable.benchmarks.process.InProcess.Take;
import ai.altertable.benchmarks.process.Parquet;
import ai.altertable.benchmarks.report.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Loading a file into a lakehouse table, against `CREATE TABLE … AS` from the file in process. The
/// server also receives the file over a connection, and has all of it on the disk when it answers;
/// the third side brings the baseline's files to the disk as well.
final class Uploads implements Benchmark {
  private static final Target TARGET = new Target.TimesBaseline(1.15, 0);
  private static final String TABLE = "uploaded";

  @Override
  public String name() {
    return "upload";
  }

  @Override
  public String about() {
    return "lineitem at scale factor 1 as Parquet and as CSV, against CREATE TABLE AS in process";
  }

  @Override
  public void run(Workbench bench) {
    bench.lake();
    measure(bench, "parquet", bench.tpch().parquet("lineitem"), "read_parquet('%s')");
    measure(bench, "csv", bench.tpch().lineitemCsv(), "read_csv('%s')");
  }

  private void measure(Workbench bench, String format, Path file, String reader) {
    List<String> create =
        List.of("CREATE TABLE %s AS FROM %s".formatted(TABLE, reader.formatted(file)));
    Path files = bench.lake().files();
    try (RestClient client = bench.server().rest().connect()) {
      List<Contender> contenders =
          List.of(
              new Contender(
                  "REST",
                  () -> Times.of(() -> client.upload(file, parameters(format))),
                  () -> {
                    client.run("DROP TABLE " + TABLE);
                    remove(bench.server().files(TABLE));
                  }),
              new Contender(
                  "in process",
                  () -> bench.duckdb().time(Take.OBJECTS, create),
                  () -> dropInProcess(bench)),
              new Contender(
                  "in process, synced",
                  () -> bench.duckdb().time(Take.SYNCED, create, files),
                  () -> dropInProcess(bench)));
      bench.report(
          Finding.of(
                  name(),
                  subject(format, file),
                  Unit.SECONDS,
                  bench.interleaved(1).run(contenders, TARGET))
              .against(TARGET));
    }
  }

  private static Map<String, String> parameters(String format) {
    return Map.of("table", TABLE, "mode", "create", "format", format, "schema", "main");
  }

  private static String subject(String format, Path file) {
    try {
      return "%s, %,.0f MB".formatted(format, Files.size(file) / 1e6);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void dropInProcess(Workbench bench) {
    bench.duckdb().execute("DROP TABLE " + TABLE);
    remove(Parquet.below(bench.lake().files(), TABLE));
  }

  /// Deletes files, and leaves no writing behind for the next in turn.
  private static void remove(List<Path> files) {
    try {
      for (Path file : files) {
        Files.delete(file);
      }
      new ProcessBuilder("sync").start().waitFor();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
