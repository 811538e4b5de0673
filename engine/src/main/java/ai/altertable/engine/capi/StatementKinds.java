package ai.altertable.engine.capi;

import ai.altertable.foundation.session.StatementKind;

/// DuckDB's `duckdb_statement_type` as statement kinds.
final class StatementKinds {
  private StatementKinds() {}

  static StatementKind of(long statementType) {
    return switch ((int) statementType) {
      case 1 -> StatementKind.SELECT;
      case 2 -> StatementKind.INSERT;
      case 3 -> StatementKind.UPDATE;
      case 4 -> StatementKind.EXPLAIN;
      case 5 -> StatementKind.DELETE;
      case 6 -> StatementKind.PREPARE;
      case 7, 14 -> StatementKind.CREATE;
      case 8 -> StatementKind.EXECUTE;
      case 9 -> StatementKind.ALTER;
      case 10 -> StatementKind.TRANSACTION;
      case 11, 28 -> StatementKind.COPY;
      case 12 -> StatementKind.ANALYZE;
      case 13, 20 -> StatementKind.SET;
      case 15 -> StatementKind.DROP;
      case 16 -> StatementKind.EXPORT;
      case 17 -> StatementKind.PRAGMA;
      case 18 -> StatementKind.VACUUM;
      case 19 -> StatementKind.CALL;
      case 21, 29 -> StatementKind.LOAD;
      case 25 -> StatementKind.ATTACH;
      case 26 -> StatementKind.DETACH;
      case 27 -> StatementKind.MULTIPLE;
      case 30 -> StatementKind.MERGE;
      default -> StatementKind.OTHER;
    };
  }
}
