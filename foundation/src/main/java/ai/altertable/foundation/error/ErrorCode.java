package ai.altertable.foundation.error;

/// What went wrong. The names are part of the API: they never change their meaning.
///
/// The SQLSTATE is the SQL standard's or PostgreSQL's word for the same thing (PostgreSQL manual,
/// appendix A).
public enum ErrorCode {
  SYNTAX_ERROR(ErrorKind.INVALID, "42601"),
  INVALID_REQUEST(ErrorKind.INVALID, "08P01"),
  INVALID_PARAMETER(ErrorKind.INVALID, "22023"),
  INVALID_STATEMENT(ErrorKind.INVALID, "42000"),
  INVALID_VALUE(ErrorKind.INVALID, "22P02"),
  NUMERIC_VALUE_OUT_OF_RANGE(ErrorKind.INVALID, "22003"),
  DATATYPE_MISMATCH(ErrorKind.INVALID, "42804"),
  MALFORMED_FILE(ErrorKind.INVALID, "22P04"),
  CONSTRAINT_VIOLATION(ErrorKind.INVALID, "23000"),
  NOT_NULL_VIOLATION(ErrorKind.INVALID, "23502"),
  NO_ACTIVE_TRANSACTION(ErrorKind.INVALID, "25P01"),
  TRANSACTION_ABORTED(ErrorKind.INVALID, "25P02"),
  STATEMENT_TOO_LARGE(ErrorKind.INVALID, "54000"),
  REQUEST_TOO_LARGE(ErrorKind.INVALID, "54000"),

  INVALID_CREDENTIALS(ErrorKind.UNAUTHENTICATED, "28P01"),

  PERMISSION_DENIED(ErrorKind.FORBIDDEN, "42501"),
  READ_ONLY(ErrorKind.FORBIDDEN, "25006"),

  ROUTE_NOT_FOUND(ErrorKind.NOT_FOUND, "42704"),
  QUERY_NOT_FOUND(ErrorKind.NOT_FOUND, "42704"),
  CATALOG_NOT_FOUND(ErrorKind.NOT_FOUND, "3D000"),
  SCHEMA_NOT_FOUND(ErrorKind.NOT_FOUND, "3F000"),
  TABLE_NOT_FOUND(ErrorKind.NOT_FOUND, "42P01"),
  COLUMN_NOT_FOUND(ErrorKind.NOT_FOUND, "42703"),
  FUNCTION_NOT_FOUND(ErrorKind.NOT_FOUND, "42883"),
  OBJECT_NOT_FOUND(ErrorKind.NOT_FOUND, "42704"),

  ALREADY_EXISTS(ErrorKind.CONFLICT, "42P07"),
  SERIALIZATION_FAILURE(ErrorKind.CONFLICT, "40001"),
  SESSION_BUSY(ErrorKind.CONFLICT, "55006"),
  /// What has the id may be the same thing, so it is not tried again just so.
  QUERY_ID_IN_USE(ErrorKind.CONFLICT, "42710"),

  FEATURE_NOT_SUPPORTED(ErrorKind.UNSUPPORTED, "0A000"),

  OUT_OF_MEMORY(ErrorKind.EXHAUSTED, "53200"),
  DISK_FULL(ErrorKind.EXHAUSTED, "53100"),
  TOO_MANY_CONNECTIONS(ErrorKind.EXHAUSTED, "53300"),
  TOO_MANY_LOGINS(ErrorKind.EXHAUSTED, "53300"),
  TOO_MANY_SESSIONS(ErrorKind.EXHAUSTED, "53300"),
  TOO_MANY_STATEMENTS(ErrorKind.EXHAUSTED, "53400"),
  READER_TOO_SLOW(ErrorKind.EXHAUSTED, "53400"),

  QUERY_CANCELLED(ErrorKind.CANCELLED, "57014"),
  DEADLINE_EXCEEDED(ErrorKind.CANCELLED, "57014"),

  WORKER_UNAVAILABLE(ErrorKind.UNAVAILABLE, "57P03"),
  /// The worker lets what runs end, and nothing new begin.
  WORKER_DRAINING(ErrorKind.UNAVAILABLE, "57P03"),
  /// What only the control plane knows cannot be told; workers go on.
  CONTROL_PLANE_UNAVAILABLE(ErrorKind.UNAVAILABLE, "57P03"),
  METADATA_UNAVAILABLE(ErrorKind.UNAVAILABLE, "08006"),
  /// A commit may have taken effect or not: look before it is repeated.
  COMMIT_OUTCOME_UNKNOWN(ErrorKind.UNAVAILABLE, "08007"),
  SOURCE_UNAVAILABLE(ErrorKind.UNAVAILABLE, "08001"),
  SHUTTING_DOWN(ErrorKind.UNAVAILABLE, "57P01"),

  INTERNAL(ErrorKind.INTERNAL, "XX000");

  private final ErrorKind kind;
  private final String sqlState;

  ErrorCode(ErrorKind kind, String sqlState) {
    this.kind = kind;
    this.sqlState = sqlState;
  }

  public ErrorKind kind() {
    return kind;
  }

  /// Five characters, upper-case letters and digits.
  public String sqlState() {
    return sqlState;
  }

  /// Whether the same request may succeed later without having been changed.
  public boolean retryable() {
    return (kind == ErrorKind.UNAVAILABLE && this != COMMIT_OUTCOME_UNKNOWN)
        || kind == ErrorKind.EXHAUSTED
        || this == SERIALIZATION_FAILURE
        || this == SESSION_BUSY;
  }
}
