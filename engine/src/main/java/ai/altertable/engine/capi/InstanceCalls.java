package ai.altertable.engine.capi;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/// Databases, their configuration, their connections, and memory of DuckDB's.
final class InstanceCalls {
  final Calls.Of0 libraryVersion;
  final Calls.Of1 malloc;
  final Calls.Of1 free;
  final Calls.Of1 createConfig;
  final Calls.Of3 setConfig;
  final Calls.Of1 destroyConfig;
  final Calls.Of4 open;
  final Calls.Of1 close;
  final Calls.Of2 connect;
  final Calls.Of1 disconnect;
  final Calls.Of1 interrupt;
  final Calls.ToStruct progress;

  InstanceCalls(Symbols symbols) {
    libraryVersion = symbols.of0("duckdb_library_version", JAVA_LONG);
    malloc = symbols.of1("duckdb_malloc", JAVA_LONG);
    free = symbols.of1("duckdb_free", null);
    createConfig = symbols.of1("duckdb_create_config", JAVA_INT);
    setConfig = symbols.of3("duckdb_set_config", JAVA_INT);
    destroyConfig = symbols.of1("duckdb_destroy_config", null);
    open = symbols.of4("duckdb_open_ext", JAVA_INT);
    close = symbols.of1("duckdb_close", null);
    connect = symbols.of2("duckdb_connect", JAVA_INT);
    disconnect = symbols.of1("duckdb_disconnect", null);
    interrupt = symbols.of1("duckdb_interrupt", null);
    progress = symbols.toStruct("duckdb_query_progress", Structs.PROGRESS);
  }
}
