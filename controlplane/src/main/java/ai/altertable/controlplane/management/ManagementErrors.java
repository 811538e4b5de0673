package ai.altertable.controlplane.management;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What errors are in the management API, whose clients know other codes than those of the data
/// plane:
///
/// ```
///   {"error": {"code": "not_found", "message": …, "details": [], "id": …}}
/// ```
final class ManagementErrors {
  private ManagementErrors() {}

  /// @param invalid the status for a value that cannot be taken
  static int status(PlatformException failure, int invalid) {
    return switch (failure.code().kind()) {
      case INVALID -> invalidStatus(failure.code(), invalid);
      case UNAUTHENTICATED -> 401;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      // Another of that name is there, or came in between.
      case CONFLICT -> invalid;
      case UNSUPPORTED -> 422;
      case EXHAUSTED -> 429;
      case CANCELLED, UNAVAILABLE -> 503;
      case INTERNAL -> 500;
    };
  }

  private static int invalidStatus(ErrorCode code, int invalid) {
    return switch (code) {
      case INVALID_REQUEST -> 400;
      case REQUEST_TOO_LARGE -> 413;
      default -> invalid;
    };
  }

  private static String word(int status) {
    return switch (status) {
      case 401 -> "unauthorized";
      case 403 -> "forbidden";
      case 404 -> "not_found";
      case 422 -> "unprocessable_content";
      case 405 -> "method_not_allowed";
      case 413 -> "content_too_large";
      case 429 -> "too_many_requests";
      case 500 -> "internal_error";
      case 503 -> "service_unavailable";
      default -> "bad_request";
    };
  }

  static String json(int status, PlatformException failure) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode error =
        body.putObject("error").put("code", word(status)).put("message", failure.clientMessage());
    error.putArray("details");
    error.put("id", failure.id().toString());
    return body.toString();
  }
}
