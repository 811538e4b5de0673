package ai.altertable.engine.capi;

/// What a result holds.
public enum ResultKind {
  /// Nothing: DDL, SET, BEGIN and their like.
  NOTHING,
  /// How many rows were changed.
  CHANGED_ROWS,
  ROWS;

  /// @param code a `duckdb_result_type`
  static ResultKind of(long code) {
    return switch ((int) code) {
      case 1 -> CHANGED_ROWS;
      case 2 -> NOTHING;
      case 3 -> ROWS;
      default -> throw new IllegalStateException("DuckDB gave a result of unknown type " + code);
    };
  }
}
