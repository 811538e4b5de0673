package ai.altertable.systemtests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Real files to upload: what TPC-H's generator makes, and data sets that people have collected.
/// They stay in `target`, so that only the first run has to make or fetch them.
public final class TestFiles {
  /// A package of public data sets, by its name and version in the npm registry.
  private static final String DATA_SETS = "vega-datasets";

  private static final String DATA_SETS_VERSION = "3.2.1";
  private static final Duration FETCHED_WITHIN = Duration.ofMinutes(3);

  private final Program program;
  private final Path directory = Path.of("target", "test-files").toAbsolutePath();

  TestFiles(Program program) {
    this.program = program;
    try {
      Files.createDirectories(directory);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// TPC-H's lineitem as Parquet.
  ///
  /// @param scaleFactor 1 has 6,001,215 rows
  public synchronized Path lineitem(String scaleFactor) {
    return Turn.of(() -> madeLineitem(scaleFactor));
  }

  private Path madeLineitem(String scaleFactor) {
    Path file = directory.resolve("lineitem-" + scaleFactor + ".parquet");
    if (!Files.exists(file)) {
      Path unfinished = directory.resolve("lineitem.unfinished");
      try (Duck duck = Duck.open()) {
        duck.run("LOAD '" + extension("tpch") + "'");
        duck.run("CALL dbgen(sf = " + scaleFactor + ")");
        duck.run("COPY lineitem TO '" + unfinished + "' (FORMAT parquet)");
        Files.move(unfinished, file);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
    return file;
  }

  private Path extension(String name) {
    program.run(Duration.ofMinutes(5), "provision", "--extension", name).orFail();
    try (Stream<Path> files = Files.walk(program.runtime().resolve("extensions"))) {
      return files
          .filter(file -> file.endsWith(name + ".duckdb_extension"))
          .findFirst()
          .orElseThrow(() -> new AssertionError(name + " was provisioned and is not there"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// A file of the package of public data sets, `airports.csv` for example.
  ///
  /// @throws AssertionError when the npm registry cannot be reached
  public synchronized Path dataSet(String name) {
    return Turn.of(() -> fetchedDataSet(name));
  }

  private Path fetchedDataSet(String name) {
    Path file = directory.resolve("package/data").resolve(name);
    if (!Files.exists(file)) {
      fetchDataSets();
    }
    return file;
  }

  private void fetchDataSets() {
    Finished npm =
        run(
            List.of(
                "npm",
                "pack",
                "--silent",
                "--pack-destination",
                directory.toString(),
                DATA_SETS + "@" + DATA_SETS_VERSION));
    if (npm.status() != 0) {
      throw new AssertionError(
          "the test data in the npm package %s could not be fetched; npm said: %s"
              .formatted(DATA_SETS, npm.said()));
    }
    Path archive = directory.resolve(DATA_SETS + "-" + DATA_SETS_VERSION + ".tgz");
    run(List.of("tar", "-xzf", archive.toString(), "-C", directory.toString())).orFail();
  }

  private Finished run(List<String> command) {
    return Finished.of(new ProcessBuilder(command).directory(directory.toFile()), FETCHED_WITHIN);
  }
}
