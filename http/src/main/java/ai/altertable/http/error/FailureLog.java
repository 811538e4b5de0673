package ai.altertable.http.error;

import ai.altertable.foundation.error.ErrorKind;
import ai.altertable.foundation.error.PlatformException;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/// How an error that a client was answered stands in the log: in one line, with the error's id, its
/// code, the request and what else is known in fields of their own, by which it is found again.
///
/// Our own faults are told in full. What a client did wrong is named by its code only, as messages
/// quote statements; whoever needs the message has the level DEBUG.
public final class FailureLog {
  public static final String ERROR_ID = "error_id";
  public static final String ERROR_CODE = "error_code";
  public static final String REQUEST_ID = "request_id";
  public static final String QUERY_ID = "query_id";

  private FailureLog() {}

  public static void write(Logger log, String requestId, PlatformException failure) {
    write(log, requestId, "", failure);
  }

  /// @param queryId empty where the request is no query
  public static void write(
      Logger log, String requestId, String queryId, PlatformException failure) {
    if (failure.code().kind() == ErrorKind.INTERNAL) {
      fields(log.atError(), requestId, queryId, failure)
          .setCause(failure)
          .log("request {}: {}", requestId, failure.logLine());
    } else if (log.isDebugEnabled()) {
      fields(log.atDebug(), requestId, queryId, failure)
          .log("request {}: {}", requestId, failure.logLine());
    } else {
      fields(log.atInfo(), requestId, queryId, failure)
          .log("request {}: {} [{}]", requestId, failure.code(), failure.id());
    }
  }

  /// A line about an error with its fields.
  static LoggingEventBuilder fields(
      LoggingEventBuilder line, String requestId, String queryId, PlatformException failure) {
    LoggingEventBuilder whole =
        line.addKeyValue(ERROR_ID, failure.id())
            .addKeyValue(ERROR_CODE, failure.code())
            .addKeyValue(REQUEST_ID, requestId);
    return queryId.isEmpty() ? whole : whole.addKeyValue(QUERY_ID, queryId);
  }
}
