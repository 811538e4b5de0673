package ai.altertable.engine.capi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Map;

/// The DuckDB library in this process. Safe for use by several threads.
public final class DuckDb {
  private static final String IN_MEMORY = ":memory:";

  private final CApi api;

  private DuckDb(CApi api) {
    this.api = api;
  }

  /// Loads the library for the rest of the process's life.
  ///
  /// @throws IllegalStateException when it cannot be loaded, or lacks functions; names them all
  public static DuckDb load(Path library) {
    return new DuckDb(CApi.load(library));
  }

  /// The version of DuckDB: `v1.5.5`.
  public String version() {
    return NativeMemory.cString(api.instance().libraryVersion.call());
  }

  /// Opens a database. Takes 15 to 30 ms.
  ///
  /// @param path of its file, or `:memory:` for none, whose catalog is called `memory`
  /// @param config settings by name
  /// @throws DuckDbFailure when a setting or the path is refused
  public Database open(String path, Map<String, String> config) {
    if (path.startsWith(IN_MEMORY) && !path.equals(IN_MEMORY)) {
      throw new IllegalArgumentException(
          path + " would be a file of that name in the working directory; only :memory: is none");
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment cell = arena.allocate(ValueLayout.JAVA_LONG);
      if (api.instance().createConfig.call(cell.address()) != 0) {
        throw new DuckDbFailure(DuckDbErrorType.OUT_OF_MEMORY, "no memory for a configuration");
      }
      long settings = cell.get(ValueLayout.JAVA_LONG, 0);
      try {
        config.forEach((name, value) -> set(arena, settings, name, value));
        return new Database(api, open(arena, path, settings));
      } finally {
        CApi.destroy(api.instance().destroyConfig, settings);
      }
    }
  }

  private void set(Arena arena, long settings, String name, String value) {
    long nameText = arena.allocateFrom(name).address();
    long valueText = arena.allocateFrom(value).address();
    if (api.instance().setConfig.call(settings, nameText, valueText) != 0) {
      throw new DuckDbFailure(
          DuckDbErrorType.INVALID_CONFIGURATION,
          "Invalid Configuration Error: the setting \"" + name + "\" was refused");
    }
  }

  private long open(Arena arena, String path, long settings) {
    MemorySegment database = arena.allocate(ValueLayout.JAVA_LONG);
    MemorySegment error = arena.allocate(ValueLayout.JAVA_LONG);
    long pathText = arena.allocateFrom(path).address();
    if (api.instance().open.call(pathText, database.address(), settings, error.address()) != 0) {
      throw DuckDbFailure.of(api.takeText(error.get(ValueLayout.JAVA_LONG, 0)));
    }
    return database.get(ValueLayout.JAVA_LONG, 0);
  }
}
