package ai.altertable.engine;

import static ai.altertable.engine.lexer.SqlText.literal;

import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.Database;
import ai.altertable.engine.capi.DuckDb;
import ai.altertable.engine.capi.DuckDbFailure;
import ai.altertable.engine.capi.NativeLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Tries whether DuckDB and its extensions run on this machine, leaving no trace.
public final class EngineProbe {
  private final Path library;

  private EngineProbe(Path library) {
    this.library = library;
  }

  /// Empty when the native library has not been unpacked yet.
  ///
  /// @param runtime where the native library is unpacked to
  /// @throws IllegalStateException when there is no library for this platform
  public static Optional<EngineProbe> find(Path runtime) throws IOException {
    return NativeLibrary.find(runtime).map(EngineProbe::new);
  }

  /// Loads an extension.
  ///
  /// @return what DuckDB says against it; empty when it works
  public Optional<String> refusal(Path extension) {
    DuckDb duckDb = DuckDb.load(library);
    try (Database database = duckDb.open(":memory:", Map.of("threads", "1"));
        Connection connection = database.connect()) {
      connection.execute("LOAD " + literal(extension.toString()));
      return Optional.empty();
    } catch (DuckDbFailure failure) {
      return Optional.of(failure.text().lines().findFirst().orElse("it does not say why"));
    }
  }
}
