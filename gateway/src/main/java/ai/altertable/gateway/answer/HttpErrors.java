package ai.altertable.gateway.answer;

import ai.altertable.foundation.error.ErrorKind;
import io.netty.handler.codec.http.HttpResponseStatus;

/// How errors look in HTTP.
final class HttpErrors {
  private static final HttpResponseStatus CANCELLED =
      new HttpResponseStatus(499, "Client Closed Request");

  private HttpErrors() {}

  /// The status that answers an error. Clients repeat a request after 429 and 5xx only.
  static HttpResponseStatus status(ErrorKind kind) {
    return switch (kind) {
      case INVALID -> HttpResponseStatus.BAD_REQUEST;
      case UNAUTHENTICATED -> HttpResponseStatus.UNAUTHORIZED;
      case FORBIDDEN -> HttpResponseStatus.FORBIDDEN;
      case NOT_FOUND -> HttpResponseStatus.NOT_FOUND;
      case CONFLICT -> HttpResponseStatus.CONFLICT;
      case UNSUPPORTED -> HttpResponseStatus.UNPROCESSABLE_ENTITY;
      case EXHAUSTED -> HttpResponseStatus.TOO_MANY_REQUESTS;
      // Not registered, but what proxies and RPC gateways have long used for a cancelled request.
      case CANCELLED -> CANCELLED;
      case INTERNAL -> HttpResponseStatus.INTERNAL_SERVER_ERROR;
      case UNAVAILABLE -> HttpResponseStatus.SERVICE_UNAVAILABLE;
    };
  }

  /// Whether the answer says when to try again.
  static boolean hasRetryAfter(ErrorKind kind) {
    return kind == ErrorKind.EXHAUSTED || kind == ErrorKind.UNAVAILABLE;
  }
}
