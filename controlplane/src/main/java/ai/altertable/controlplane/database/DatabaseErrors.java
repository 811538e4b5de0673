package ai.altertable.controlplane.database;

import ai.altertable.foundation.error.Detail;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// The one place where exceptions of PostgreSQL become the platform's.
///
/// The first two characters of an SQLSTATE are its class (PostgreSQL manual, appendix A).
final class DatabaseErrors {
  private static final String UNAVAILABLE =
      "the platform's database is not available at the moment; try again in a few seconds";

  private DatabaseErrors() {}

  static PlatformException translate(RuntimeException failure) {
    if (failure instanceof PlatformException known) {
      return known;
    }
    if (find(InterruptedException.class, failure) != null) {
      return new PlatformException(
          ErrorCode.QUERY_CANCELLED, "cancelled while waiting for the platform's database");
    }
    SQLException sql = find(SQLException.class, failure);
    if (sql == null) {
      return PlatformException.from(failure);
    }
    @Nullable String state = sql.getSQLState();
    ErrorCode code = code(state);
    String message =
        switch (code) {
          case METADATA_UNAVAILABLE -> UNAVAILABLE;
          case SERIALIZATION_FAILURE -> "another change came in between; try again";
          default -> "the platform's database refused a statement: " + sql.getMessage();
        };
    return new PlatformException(
        code, message, failure, Detail.safe("sqlstate", String.valueOf(state)));
  }

  /// An error without SQLSTATE comes from the pool: closed, or no connection in time.
  private static ErrorCode code(@Nullable String state) {
    if (state == null || state.length() != 5) {
      return ErrorCode.METADATA_UNAVAILABLE;
    }
    return switch (state) {
      // Statement timeout, lock timeout, and a server that became a standby.
      case "57014", "55P03", "25006" -> ErrorCode.METADATA_UNAVAILABLE;
      default -> codeOfClass(state.substring(0, 2), state);
    };
  }

  private static ErrorCode codeOfClass(String sqlStateClass, String state) {
    return switch (sqlStateClass) {
      case "08", "28", "53", "57", "58" -> ErrorCode.METADATA_UNAVAILABLE;
      case "40" -> ErrorCode.SERIALIZATION_FAILURE;
      case "23" ->
          state.equals("23505") ? ErrorCode.ALREADY_EXISTS : ErrorCode.CONSTRAINT_VIOLATION;
      default -> ErrorCode.INTERNAL;
    };
  }

  private static <T extends Throwable> @Nullable T find(Class<T> type, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }
}
