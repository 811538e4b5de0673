package ai.altertable.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The runtime directory of the checkout: the native library and DuckDB's extensions, put there by
/// `./altertable provision`.
public final class TestRuntime {
  private TestRuntime() {}

  public static Path directory() {
    String configured = System.getProperty("altertable.runtime");
    if (configured == null) {
      throw new IllegalStateException("run the tests by Maven, which sets altertable.runtime");
    }
    return Path.of(configured);
  }

  /// The directory that holds `NAME.duckdb_extension` files.
  ///
  /// @throws IllegalStateException saying how to get them, when there are none
  public static Path extensions() {
    Path versions = directory().resolve("extensions");
    try (Stream<Path> found = Files.walk(versions, 3)) {
      return found
          .filter(path -> path.getFileName().toString().equals("ducklake.duckdb_extension"))
          .map(Path::getParent)
          .findFirst()
          .orElseThrow();
    } catch (java.io.IOException
        | java.util.NoSuchElementException
        | NullPointerException missing) {
      throw new IllegalStateException(
          "no DuckDB extensions below " + versions + "; run ./altertable provision", missing);
    }
  }
}
