package ai.altertable.engine.capi;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/// Results, their chunks and the vectors in them.
final class ResultCalls {
  final Calls.Of1 destroyResult;
  final Calls.Of1 error;
  final Calls.Of1 errorType;
  final Calls.OfStruct returnType;
  final Calls.Of1 columnCount;
  final Calls.Of2 columnName;
  final Calls.Of2 columnType;
  final Calls.OfStruct fetchChunk;
  final Calls.Of1 destroyChunk;
  final Calls.Of1 chunkSize;
  final Calls.Of2 chunkVector;
  final Calls.Of1 vectorCells;
  final Calls.Of1 vectorValidity;
  final Calls.Of1 listChild;
  final Calls.Of1 arrayChild;
  final Calls.Of2 structChild;

  ResultCalls(Symbols symbols) {
    destroyResult = symbols.of1("duckdb_destroy_result", null);
    error = symbols.of1("duckdb_result_error", JAVA_LONG);
    errorType = symbols.of1("duckdb_result_error_type", JAVA_INT);
    returnType = symbols.ofStruct("duckdb_result_return_type", JAVA_INT, Structs.RESULT);
    columnCount = symbols.of1("duckdb_column_count", JAVA_LONG);
    columnName = symbols.of2("duckdb_column_name", JAVA_LONG);
    columnType = symbols.of2("duckdb_column_logical_type", JAVA_LONG);
    fetchChunk = symbols.ofStruct("duckdb_fetch_chunk", JAVA_LONG, Structs.RESULT);
    destroyChunk = symbols.of1("duckdb_destroy_data_chunk", null);
    chunkSize = symbols.of1("duckdb_data_chunk_get_size", JAVA_LONG);
    chunkVector = symbols.of2("duckdb_data_chunk_get_vector", JAVA_LONG);
    vectorCells = symbols.of1("duckdb_vector_get_data", JAVA_LONG);
    vectorValidity = symbols.of1("duckdb_vector_get_validity", JAVA_LONG);
    listChild = symbols.of1("duckdb_list_vector_get_child", JAVA_LONG);
    arrayChild = symbols.of1("duckdb_array_vector_get_child", JAVA_LONG);
    structChild = symbols.of2("duckdb_struct_vector_get_child", JAVA_LONG);
  }
}
