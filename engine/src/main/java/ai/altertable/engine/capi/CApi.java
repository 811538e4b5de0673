package ai.altertable.engine.capi;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;

/// DuckDB's C API as far as it is used here. Stays loaded until the process ends, as DuckDB has
/// threads of its own.
record CApi(
    InstanceCalls instance,
    TaskCalls task,
    StatementCalls statement,
    StreamingCalls streaming,
    ResultCalls result,
    TypeCalls type,
    ValueCalls value) {

  /// @throws IllegalStateException when the library lacks a function; names all that are missing
  static CApi load(Path library) {
    Symbols symbols = new Symbols(lookup(library));
    CApi api =
        new CApi(
            new InstanceCalls(symbols),
            new TaskCalls(symbols),
            new StatementCalls(symbols),
            new StreamingCalls(symbols),
            new ResultCalls(symbols),
            new TypeCalls(symbols),
            new ValueCalls(symbols));
    List<String> missing = symbols.missing();
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "the DuckDB library "
              + library
              + " lacks functions of the C API that are needed: "
              + String.join(", ", missing)
              + "; it is of another version than this program was made for");
    }
    return api;
  }

  private static SymbolLookup lookup(Path library) {
    try {
      return SymbolLookup.libraryLookup(library, Arena.global());
    } catch (IllegalArgumentException failure) {
      throw new IllegalStateException(
          "the DuckDB library " + library + " cannot be loaded: " + failure.getMessage(), failure);
    }
  }

  /// Takes over a string that DuckDB allocated for us.
  String takeText(long address) {
    if (address == 0) {
      return "";
    }
    try {
      return NativeMemory.cString(address);
    } finally {
      instance.free.call(address);
    }
  }

  /// Destroys an object through its destroy function, which wants the address of the handle.
  static void destroy(Calls.Of1 destroyer, long handle) {
    if (handle == 0) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      destroyer.call(arena.allocateFrom(ValueLayout.JAVA_LONG, handle).address());
    }
  }
}
