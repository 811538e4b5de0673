package ai.altertable.http.error;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.ErrorKind;

/// What each kind of error is in HTTP.
final class HttpErrors {
  private HttpErrors() {}

  /// The status that answers an error. Clients repeat a request after 429 and 5xx only.
  static int status(ErrorKind kind) {
    return switch (kind) {
      case INVALID -> 400;
      case UNAUTHENTICATED -> 401;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case CONFLICT -> 409;
      case UNSUPPORTED -> 422;
      case EXHAUSTED -> 429;
      // Not registered, but what proxies and RPC gateways have long used for a cancelled request.
      case CANCELLED -> 499;
      case INTERNAL -> 500;
      case UNAVAILABLE -> 503;
    };
  }

  /// Whether the answer says when to try again. Never where trying again may do a thing twice:
  /// clients and proxies follow the header without reading on.
  static boolean hasRetryAfter(ErrorCode code) {
    return code.retryable()
        && (code.kind() == ErrorKind.EXHAUSTED
            || code.kind() == ErrorKind.UNAVAILABLE
            // Told by a status only where nothing has run.
            || code == ErrorCode.SESSION_BUSY);
  }
}
