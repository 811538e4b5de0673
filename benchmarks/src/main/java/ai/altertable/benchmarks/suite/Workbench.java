package ai.altertable.benchmarks.suite;

import ai.altertable.benchmarks.client.Protocol;
import ai.altertable.benchmarks.measure.Interleaved;
import ai.altertable.benchmarks.process.InProcess;
import ai.altertable.benchmarks.process.Lake;
import ai.altertable.benchmarks.process.Server;
import ai.altertable.benchmarks.process.Settings;
import ai.altertable.benchmarks.process.Usages;
import ai.altertable.benchmarks.report.Finding;
import ai.altertable.benchmarks.report.Report;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What benchmarks work with: the server, the baseline and the report. The first that asks for the
/// server or the baseline starts it; all share it. Confined to one thread.
public final class Workbench implements AutoCloseable {
  static final List<String> EXTENSIONS = List.of("postgres_scanner", "ducklake", "tpch");

  private final Settings settings;
  private final Effort effort;
  private final Report report;
  private final Path work;
  private final Usages usages = new Usages();

  private @Nullable Server server;
  private @Nullable InProcess duckdb;
  private @Nullable Lake lake;
  private @Nullable TpchFiles tpch;

  /// @param work an empty directory for everything that is made on the way
  public Workbench(Settings settings, Effort effort, Report report, Path work) {
    this.settings = settings;
    this.effort = effort;
    this.report = report;
    this.work = work;
  }

  Settings settings() {
    return settings;
  }

  Effort effort() {
    return effort;
  }

  Path work() {
    return work;
  }

  void report(Finding finding) {
    report.add(effort.quick() ? finding.unjudged() : finding);
  }

  Interleaved interleaved(int warmups) {
    return new Interleaved(usages, warmups, effort.rounds());
  }

  Server server() {
    if (server == null) {
      server = Server.start(settings, work.resolve("server"));
      usages.watch(server.process());
      try (Load load = Load.of(server.rest(), 4)) {
        load.run("SELECT 1", effort.warmSeconds());
      }
    }
    return server;
  }

  /// The baseline's process is counted among what is measured.
  void watch(Process process) {
    usages.watch(process);
  }

  /// The protocols that are measured.
  List<Protocol> protocols() {
    return List.of(server().rest());
  }

  InProcess duckdb() {
    if (duckdb == null) {
      duckdb = InProcess.start(settings, EXTENSIONS, work.resolve("spill"));
      usages.watch(duckdb.process());
    }
    return duckdb;
  }

  /// The baseline's lakehouse, its default catalog from then on.
  Lake lake() {
    if (lake == null) {
      lake = Lake.create(duckdb(), server().postgres(), work.resolve("lake"));
    }
    return lake;
  }

  TpchFiles tpch() {
    if (tpch == null) {
      tpch =
          TpchFiles.of(
              duckdb(), effort.scaleFactor(), settings.home().resolve("runtime/benchmark-data"));
    }
    return tpch;
  }

  @Override
  public void close() {
    if (duckdb != null) {
      duckdb.close();
    }
    if (server != null) {
      server.close();
    }
  }
}
