package ai.altertable.engine;

import static ai.altertable.engine.lexer.SqlText.identifier;
import static ai.altertable.engine.lexer.SqlText.literal;

import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.Database;
import ai.altertable.engine.capi.DuckDb;
import ai.altertable.engine.capi.DuckDbFailure;
import ai.altertable.engine.capi.NativeLibrary;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import java.nio.file.Path;
import java.util.Map;

/// Has DuckDB download an extension from its own site, for exactly this version and platform.
public final class ExtensionInstaller {
  /// The version that this engine binds; its native library and its extensions must be of it.
  public static final String DUCKDB_VERSION = "1.5.5";

  private final Path runtime;

  /// @param runtime where the native library is unpacked to
  public ExtensionInstaller(Path runtime) {
    this.runtime = runtime;
  }

  /// Downloads an extension to `<directory>/v<version>/<platform>/<name>.duckdb_extension`.
  ///
  /// @throws PlatformException SOURCE_UNAVAILABLE with what DuckDB says, when it cannot
  public void install(String name, Path directory) {
    DuckDb duckDb = DuckDb.load(NativeLibrary.unpack(runtime));
    try (Database database = duckDb.open(":memory:", Map.of());
        Connection connection = database.connect()) {
      connection.execute("SET extension_directory = " + literal(directory.toString()));
      connection.execute("INSTALL " + identifier(name));
    } catch (DuckDbFailure failure) {
      throw new PlatformException(
          ErrorCode.SOURCE_UNAVAILABLE, failure.text().lines().findFirst().orElse(""), failure);
    }
  }
}
