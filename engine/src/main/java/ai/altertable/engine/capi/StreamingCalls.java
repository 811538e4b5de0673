package ai.altertable.engine.capi;

import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;

/// What DuckDB has marked as deprecated without giving a replacement: results that are produced
/// while they are read. When a release takes it away, this class is where to put what comes then.
final class StreamingCalls {
  final Calls.Of2 pendingStreaming;
  final Calls.OfStruct isStreaming;

  StreamingCalls(Symbols symbols) {
    pendingStreaming = symbols.of2("duckdb_pending_prepared_streaming", JAVA_INT);
    isStreaming = symbols.ofStruct("duckdb_result_is_streaming", JAVA_BOOLEAN, Structs.RESULT);
  }
}
