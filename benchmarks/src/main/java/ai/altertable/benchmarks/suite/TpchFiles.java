package ai.altertable.benchmarks.suite;

import ai.altertable.benchmarks.process.InProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// The TPC-H data as files, made once by DuckDB's generator and kept from run to run.
///
/// @param directory with a Parquet file for each table, and `lineitem.csv`
record TpchFiles(Path directory) {
  static final List<String> TABLES =
      List.of("customer", "lineitem", "nation", "orders", "part", "partsupp", "region", "supplier");

  static TpchFiles of(InProcess duckdb, double scaleFactor, Path parent) {
    Path directory = parent.resolve("tpch-" + scaleFactor);
    if (!Files.isDirectory(directory)) {
      Path unfinished = parent.resolve("tpch-unfinished-" + ProcessHandle.current().pid());
      try {
        Files.createDirectories(unfinished);
        generate(duckdb, scaleFactor, unfinished);
        Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException failure) {
        throw new UncheckedIOException("the TPC-H data cannot be kept", failure);
      }
    }
    return new TpchFiles(directory);
  }

  private static void generate(InProcess duckdb, double scaleFactor, Path directory) {
    duckdb.execute(
        "ATTACH ':memory:' AS tpch", "CALL dbgen(sf = " + scaleFactor + ", catalog = 'tpch')");
    for (String table : TABLES) {
      duckdb.execute(
          "COPY tpch.%s TO '%s/%s.parquet' (FORMAT parquet)".formatted(table, directory, table));
    }
    duckdb.execute(
        "COPY tpch.lineitem TO '%s/lineitem.csv' (FORMAT csv, HEADER)".formatted(directory),
        "DETACH tpch");
  }

  Path parquet(String table) {
    return directory.resolve(table + ".parquet");
  }

  Path lineitemCsv() {
    return directory.resolve("lineitem.csv");
  }
}
