package ai.altertable.gateway.answer;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.ErrorKind;
import ai.altertable.foundation.error.PlatformException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.util.Map;

/// Errors as HTTP clients get them.
public final class ErrorAnswers {
  /// When nobody knows better.
  private static final String RETRY_AFTER_SECONDS = "2";

  private ErrorAnswers() {}

  public static JsonAnswer of(PlatformException failure) {
    ErrorKind kind = failure.code().kind();
    Map<String, String> headers = Map.of();
    if (HttpErrors.hasRetryAfter(kind)) {
      headers = Map.of("retry-after", RETRY_AFTER_SECONDS);
    } else if (kind == ErrorKind.UNAUTHENTICATED) {
      headers = Map.of("www-authenticate", "Basic realm=\"altertable\"");
    }
    return new JsonAnswer(HttpErrors.status(kind), body(failure), headers);
  }

  /// With the time after which the request may be repeated.
  public static JsonAnswer of(PlatformException failure, Duration retryAfter) {
    long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
    return new JsonAnswer(
        HttpErrors.status(failure.code().kind()),
        body(failure),
        Map.of("retry-after", String.valueOf(seconds)));
  }

  /// A request that is wrong in a way for which HTTP has a status of its own.
  public static JsonAnswer invalid(HttpResponseStatus status, String message) {
    return JsonAnswer.of(status, body(new PlatformException(ErrorCode.INVALID_REQUEST, message)));
  }

  public static JsonAnswer wrongMethod(String path, String method, String allowed) {
    var failure =
        new PlatformException(
            ErrorCode.INVALID_REQUEST, path + " takes " + allowed + ", not " + method);
    return new JsonAnswer(
        HttpResponseStatus.METHOD_NOT_ALLOWED, body(failure), Map.of("allow", allowed));
  }

  /// The line that ends a result of lines which cannot be finished.
  public static String line(PlatformException failure) {
    return JsonNodeFactory.instance
            .objectNode()
            .put("error", failure.clientMessage())
            .put("code", failure.code().name())
            .put("sqlstate", failure.code().sqlState())
            .put("id", failure.id().toString())
        + "\n";
  }

  private static ObjectNode body(PlatformException failure) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("error")
        .put("code", failure.code().name())
        .put("message", failure.clientMessage())
        .put("id", failure.id().toString());
    return body.put("message", failure.clientMessage());
  }
}
