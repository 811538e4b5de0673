package ai.altertable.engine.capi;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/// Parsing, preparing, binding and executing.
final class StatementCalls {
  final Calls.Of3 query;
  final Calls.Of3 extract;
  final Calls.Of1 extractError;
  final Calls.Of4 prepareExtracted;
  final Calls.Of1 destroyExtracted;
  final Calls.Of1 prepareError;
  final Calls.Of1 destroyPrepared;
  final Calls.Of1 type;
  final Calls.Of1 parameterCount;
  final Calls.Of2 parameterName;
  final Calls.Of2 parameterType;
  final Calls.Of1 columnCount;
  final Calls.Of2 columnName;
  final Calls.Of2 columnType;
  final Calls.Of1 clearBindings;
  final Calls.Of3 bindValue;
  final Calls.Of2 pending;
  final Calls.Of1 pendingError;
  final Calls.Of1 executeTask;
  final Calls.Of2 executePending;
  final Calls.Of1 destroyPending;

  StatementCalls(Symbols symbols) {
    query = symbols.of3("duckdb_query", JAVA_INT);
    extract = symbols.of3("duckdb_extract_statements", JAVA_LONG);
    extractError = symbols.of1("duckdb_extract_statements_error", JAVA_LONG);
    prepareExtracted = symbols.of4("duckdb_prepare_extracted_statement", JAVA_INT);
    destroyExtracted = symbols.of1("duckdb_destroy_extracted", null);
    prepareError = symbols.of1("duckdb_prepare_error", JAVA_LONG);
    destroyPrepared = symbols.of1("duckdb_destroy_prepare", null);
    type = symbols.of1("duckdb_prepared_statement_type", JAVA_INT);
    parameterCount = symbols.of1("duckdb_nparams", JAVA_LONG);
    parameterName = symbols.of2("duckdb_parameter_name", JAVA_LONG);
    parameterType = symbols.of2("duckdb_param_logical_type", JAVA_LONG);
    columnCount = symbols.of1("duckdb_prepared_statement_column_count", JAVA_LONG);
    columnName = symbols.of2("duckdb_prepared_statement_column_name", JAVA_LONG);
    columnType = symbols.of2("duckdb_prepared_statement_column_logical_type", JAVA_LONG);
    clearBindings = symbols.of1("duckdb_clear_bindings", JAVA_INT);
    bindValue = symbols.of3("duckdb_bind_value", JAVA_INT);
    pending = symbols.of2("duckdb_pending_prepared", JAVA_INT);
    pendingError = symbols.of1("duckdb_pending_error", JAVA_LONG);
    executeTask = symbols.of1("duckdb_pending_execute_task", JAVA_INT);
    executePending = symbols.of2("duckdb_execute_pending", JAVA_INT);
    destroyPending = symbols.of1("duckdb_destroy_pending", null);
  }
}
