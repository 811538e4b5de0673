package ai.altertable.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What both sides get: the same number of threads, the same memory.
///
/// @param home the checkout
/// @param python of the virtual environment that has the baseline
public record Settings(Path home, Path python, int threads, long memoryMebibytes) {
  /// All processors, and half of the memory.
  public static Settings ofThisMachine(Path home, Path python) {
    long memory = Machine.memoryBytes() >> 21;
    return new Settings(home, python, Runtime.getRuntime().availableProcessors(), memory);
  }

  /// DuckDB's extensions, as the product's provisioning leaves them.
  List<String> extensions(List<String> names) {
    return names.stream().map(name -> find(name + ".duckdb_extension")).toList();
  }

  private String find(String file) {
    try (Stream<Path> files = Files.walk(home.resolve("runtime/extensions"))) {
      return files
          .filter(path -> path.endsWith(file))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException(file + " is missing; run ./bench again"))
          .toString();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
