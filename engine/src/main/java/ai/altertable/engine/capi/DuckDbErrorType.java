package ai.altertable.engine.capi;

import java.util.EnumSet;
import java.util.List;

/// DuckDB's own kinds of errors, in the order of the C API's `duckdb_error_type`.
public enum DuckDbErrorType {
  INVALID("Invalid"),
  OUT_OF_RANGE("Out of Range"),
  CONVERSION("Conversion"),
  UNKNOWN_TYPE("Unknown Type"),
  DECIMAL("Decimal"),
  MISMATCH_TYPE("Mismatch Type"),
  DIVIDE_BY_ZERO("Divide by Zero"),
  OBJECT_SIZE("Object Size"),
  INVALID_TYPE("Invalid type"),
  SERIALIZATION("Serialization"),
  TRANSACTION("TransactionContext"),
  NOT_IMPLEMENTED("Not implemented"),
  EXPRESSION("Expression"),
  CATALOG("Catalog"),
  PARSER("Parser"),
  PLANNER("Planner"),
  SCHEDULER("Scheduler"),
  EXECUTOR("Executor"),
  CONSTRAINT("Constraint"),
  INDEX("Index"),
  STAT("Stat"),
  CONNECTION("Connection"),
  SYNTAX("Syntax"),
  SETTINGS("Settings"),
  BINDER("Binder"),
  NETWORK("Network"),
  OPTIMIZER("Optimizer"),
  NULL_POINTER("NullPointer"),
  IO("IO"),
  INTERRUPT("INTERRUPT"),
  FATAL("FATAL"),
  INTERNAL("INTERNAL"),
  INVALID_INPUT("Invalid Input"),
  OUT_OF_MEMORY("Out of Memory"),
  PERMISSION("Permission"),
  PARAMETER_NOT_RESOLVED("Parameter Not Resolved"),
  PARAMETER_NOT_ALLOWED("Parameter Not Allowed"),
  DEPENDENCY("Dependency"),
  HTTP("HTTP"),
  MISSING_EXTENSION("Missing Extension"),
  AUTOLOAD("Extension Autoloading"),
  SEQUENCE("Sequence"),
  INVALID_CONFIGURATION("Invalid Configuration");

  private static final List<DuckDbErrorType> ALL = List.of(values());

  private final String title;

  DuckDbErrorType(String title) {
    this.title = title;
  }

  /// What a message of this kind begins with: `Catalog Error: `.
  public String prefix() {
    return title + " Error: ";
  }

  /// @param code a `duckdb_error_type`; what is not known counts as [#INVALID]
  static DuckDbErrorType of(long code) {
    return code > 0 && code < ALL.size() ? ALL.get((int) code) : INVALID;
  }

  /// Whether a statement that fails so before it runs leaves its transaction nothing but to be
  /// rolled back.
  boolean abortsTransaction() {
    return !EnumSet.of(BINDER, CATALOG, CONNECTION, PARAMETER_NOT_ALLOWED, PARSER, SYNTAX)
        .contains(this);
  }

  /// Finds the kind that a message names at its beginning; [#INVALID] when it names none.
  static DuckDbErrorType ofMessage(String message) {
    for (DuckDbErrorType type : ALL) {
      if (message.startsWith(type.prefix())) {
        return type;
      }
    }
    return INVALID;
  }
}
