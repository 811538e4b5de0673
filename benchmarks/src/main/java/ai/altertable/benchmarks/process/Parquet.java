package ai.altertable.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Finds the files of lakehouse tables.
public final class Parquet {
  private Parquet() {}

  /// The Parquet files that lie in a directory called as the table.
  public static List<Path> below(Path root, String table) {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".parquet"))
          .filter(file -> file.getName(file.getNameCount() - 2).toString().equals(table))
          .sorted()
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
