package ai.altertable.engine;

import ai.altertable.engine.capi.NativeLibrary;
import java.nio.file.Path;

/// The native library that the engine loads.
public final class EngineLibrary {
  private EngineLibrary() {}

  /// Puts it where the engine looks for it, unless it is there already: an engine that may only
  /// read there finds it then.
  ///
  /// @param runtime is created when missing
  /// @throws java.io.UncheckedIOException when the directory cannot be written
  public static void provide(Path runtime) {
    NativeLibrary.unpack(runtime);
  }
}
