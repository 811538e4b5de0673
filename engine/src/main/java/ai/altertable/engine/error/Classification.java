package ai.altertable.engine.error;

import static ai.altertable.engine.capi.DuckDbErrorType.BINDER;
import static ai.altertable.engine.capi.DuckDbErrorType.CATALOG;
import static ai.altertable.engine.capi.DuckDbErrorType.CONSTRAINT;
import static ai.altertable.engine.capi.DuckDbErrorType.CONVERSION;
import static ai.altertable.engine.capi.DuckDbErrorType.HTTP;
import static ai.altertable.engine.capi.DuckDbErrorType.INVALID;
import static ai.altertable.engine.capi.DuckDbErrorType.INVALID_INPUT;
import static ai.altertable.engine.capi.DuckDbErrorType.IO;
import static ai.altertable.engine.capi.DuckDbErrorType.TRANSACTION;

import ai.altertable.engine.capi.DuckDbErrorType;
import ai.altertable.foundation.error.ErrorCode;
import java.util.List;

/// Finds the platform's code for an error of DuckDB's: by its kind, and by the shape of the message
/// where the kind does not tell. The first rule that fits counts.
final class Classification {
  private static final List<Rule> RULES =
      List.of(
          // Limits and links, whatever they are reported as.
          Rule.anyButValues(
              ErrorCode.DISK_FULL,
              "No space left on device|Disk quota exceeded|max_temp_directory_size"),
          Rule.anyButValues(ErrorCode.METADATA_UNAVAILABLE, Shapes.NO_CONNECTION_LEFT),
          Rule.of(TRANSACTION, ErrorCode.TRANSACTION_ABORTED, "transaction is aborted"),
          Rule.anyButValues(
              ErrorCode.METADATA_UNAVAILABLE,
              "(?is)(?=.*ducklake).*(?:" + Shapes.LOST_CONNECTION + ")"),
          Rule.anyButValues(
              ErrorCode.METADATA_UNAVAILABLE,
              "Failed to execute query \"(?:ROLLBACK|COMMIT|BEGIN)"),
          Rule.anyButValues(
              ErrorCode.SOURCE_UNAVAILABLE,
              "Unable to connect to (?:Postgres|MySQL)|Failed to connect to MySQL"),
          Rule.anyButValues(ErrorCode.METADATA_UNAVAILABLE, Shapes.LOST_CONNECTION),

          // Transactions.
          Rule.of(TRANSACTION, ErrorCode.NO_ACTIVE_TRANSACTION, "no transaction (?:is )?active"),
          Rule.anyButValues(
              ErrorCode.READ_ONLY,
              "(?i)(?:attached|launched) in read-only mode|read-only transaction"
                  + "|Cannot append to a readonly database"
                  + "|^Failed to commit.*DuckLake(?s:.*)permission denied"),
          Rule.anyButValues(ErrorCode.PERMISSION_DENIED, "ERROR: +permission denied"),
          Rule.anyButValues(
              ErrorCode.SERIALIZATION_FAILURE,
              "(?i)transaction conflict|write-write conflict|another transaction"
                  + "|a different transaction|Conflict on (?:update|tuple deletion)"
                  + "|ducklake_snapshot_pkey|ducklake_max_retry_count|could not serialize access"
                  + "|deadlock detected"),
          Rule.of(
              TRANSACTION,
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "can only write to a single attached database"),
          Rule.of(TRANSACTION, ErrorCode.CONSTRAINT_VIOLATION, "(?i)constraint"),
          Rule.of(
              TRANSACTION,
              ErrorCode.INVALID_STATEMENT,
              "within a transaction|Cannot CHECKPOINT|outstanding updates"),

          // Files.
          Rule.of(IO, ErrorCode.INVALID_PARAMETER, "File name too long"),
          Rule.any(ErrorCode.MALFORMED_FILE, Shapes.MALFORMED_FILE),
          Rule.of(IO, HTTP, ErrorCode.OBJECT_NOT_FOUND, Shapes.NO_SUCH_FILE),
          Rule.of(IO, HTTP, ErrorCode.PERMISSION_DENIED, "Permission denied|403 |Forbidden"),
          Rule.of(IO, ErrorCode.FEATURE_NOT_SUPPORTED, "^Extension \"|download extension"),
          Rule.of(
              IO, ErrorCode.SOURCE_UNAVAILABLE, "(?i)could not establish connection|timed? ?out"),

          // Names.
          Rule.of(CATALOG, ErrorCode.ALREADY_EXISTS, "already exists"),
          Rule.of(
              CATALOG,
              BINDER,
              ErrorCode.SCHEMA_NOT_FOUND,
              "because schema \".*\" does not exist|(?i:schema) with name .* does not exist"
                  + "|Schema \".*\" not found|No catalog \\+ schema named"),
          Rule.of(
              CATALOG,
              BINDER,
              ErrorCode.CATALOG_NOT_FOUND,
              "Catalog (?:with name .*|\".*\") does not exist|database not found"
                  + "|Database \".*\" (?:not found|does not exist)"),
          Rule.of(
              CATALOG,
              ErrorCode.FUNCTION_NOT_FOUND,
              "(?:Function|Macro) with name .* (?:does not exist|is not in the catalog)"),
          Rule.of(
              CATALOG,
              ErrorCode.TABLE_NOT_FOUND,
              "(?:Table|View) with name .* (?:does not exist|is not in the catalog)"),
          Rule.of(CATALOG, ErrorCode.COLUMN_NOT_FOUND, "Column with name .* does not exist"),
          Rule.of(
              CATALOG,
              ErrorCode.OBJECT_NOT_FOUND,
              "does not exist|is not in the catalog|unrecognized configuration parameter"),
          Rule.of(BINDER, ErrorCode.TABLE_NOT_FOUND, "Referenced table \".*\" not found"),
          Rule.of(
              BINDER,
              ErrorCode.COLUMN_NOT_FOUND,
              "Referenced (?:update )?column .* not found|was not found because the FROM clause"
                  + "|does not have a column|Column \".*\" (?:does not exist|in .* list not found)"
                  + "|Could not find key|column \".*\" not found"),
          Rule.of(BINDER, ErrorCode.FUNCTION_NOT_FOUND, "^No function matches"),
          Rule.of(BINDER, ErrorCode.OBJECT_NOT_FOUND, "^Prepared statement .* does not exist"),
          Rule.of(
              BINDER,
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "(?i)not (?:yet )?(?:supported|implemented)"),
          Rule.of(
              BINDER,
              ErrorCode.DATATYPE_MISMATCH,
              "^Could not choose a best candidate|^Cannot (?:mix|compare|combine) values of type"
                  + "|explicit (?:type )?cast|width must be between"),

          // Values.
          Rule.of(
              CONVERSION,
              ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
              "out of range for the destination type|^Could not cast value .* to DECIMAL"
                  + "|not in timestamp range|(?i)overflow"),
          Rule.of(
              CONVERSION,
              ErrorCode.DATATYPE_MISMATCH,
              "^Unimplemented type for cast|column count mismatch"),
          Rule.of(CONSTRAINT, ErrorCode.NOT_NULL_VIOLATION, "^NOT NULL constraint failed"),
          Rule.of(
              INVALID,
              INVALID_INPUT,
              ErrorCode.CONSTRAINT_VIOLATION,
              "ERROR: .*violates .*constraint"),
          Rule.of(
              INVALID_INPUT,
              ErrorCode.INVALID_PARAMETER,
              "^Values were not provided for the following prepared statement parameters"),
          Rule.of(INVALID_INPUT, ErrorCode.PERMISSION_DENIED, "the configuration has been locked"),
          Rule.of(INVALID_INPUT, ErrorCode.FEATURE_NOT_SUPPORTED, "(?i)unsupported|not supported"),
          Rule.of(INVALID, ErrorCode.INVALID_STATEMENT, "ERROR: "));

  private Classification() {}

  static ErrorCode of(DuckDbErrorType type, String body) {
    if (type == DuckDbErrorType.FATAL || type == DuckDbErrorType.INTERNAL) {
      return ErrorCode.INTERNAL;
    }
    for (Rule rule : RULES) {
      if (rule.fits(type, body)) {
        return rule.code();
      }
    }
    return byType(type);
  }

  private static ErrorCode byType(DuckDbErrorType type) {
    return switch (type) {
      case OUT_OF_RANGE, DECIMAL, OBJECT_SIZE, SEQUENCE -> ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE;
      case CONVERSION, DIVIDE_BY_ZERO, INVALID_INPUT -> ErrorCode.INVALID_VALUE;
      case UNKNOWN_TYPE, MISMATCH_TYPE, INVALID_TYPE -> ErrorCode.DATATYPE_MISMATCH;
      case NOT_IMPLEMENTED, MISSING_EXTENSION, AUTOLOAD -> ErrorCode.FEATURE_NOT_SUPPORTED;
      case CATALOG, BINDER, EXPRESSION, DEPENDENCY -> ErrorCode.INVALID_STATEMENT;
      case PARSER, SYNTAX -> ErrorCode.SYNTAX_ERROR;
      case CONSTRAINT -> ErrorCode.CONSTRAINT_VIOLATION;
      case NETWORK, HTTP -> ErrorCode.SOURCE_UNAVAILABLE;
      case INTERRUPT -> ErrorCode.QUERY_CANCELLED;
      case OUT_OF_MEMORY -> ErrorCode.OUT_OF_MEMORY;
      case PERMISSION -> ErrorCode.PERMISSION_DENIED;
      case SETTINGS, INVALID_CONFIGURATION, PARAMETER_NOT_RESOLVED, PARAMETER_NOT_ALLOWED ->
          ErrorCode.INVALID_PARAMETER;
      case INVALID,
          SERIALIZATION,
          TRANSACTION,
          PLANNER,
          SCHEDULER,
          EXECUTOR,
          INDEX,
          STAT,
          CONNECTION,
          OPTIMIZER,
          NULL_POINTER,
          IO,
          FATAL,
          INTERNAL ->
          ErrorCode.INTERNAL;
    };
  }
}
