package ai.altertable.http.error;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.ErrorKind;
import ai.altertable.foundation.error.PlatformException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/// An error as every HTTP client gets it: from a worker, from the gateway, or from the server
/// beneath them.
///
/// ```
///   {"error": {"code": "TABLE_NOT_FOUND", "message": …, "id": …}, "message": …}
/// ```
///
/// @param headers beside those of every answer
/// @param json the body, of content type [#CONTENT_TYPE]
public record ErrorAnswer(int status, Map<String, String> headers, String json) {
  public static final String CONTENT_TYPE = "application/json";

  private static final String RETRY_AFTER = "retry-after";

  /// When nobody knows better.
  private static final String RETRY_AFTER_SECONDS = "2";

  public ErrorAnswer {
    headers = Map.copyOf(headers);
  }

  /// With the status of its kind.
  public static ErrorAnswer of(PlatformException failure) {
    return of(HttpErrors.status(failure.code().kind()), failure);
  }

  /// With a status that HTTP has for just this.
  public static ErrorAnswer of(int status, PlatformException failure) {
    return new ErrorAnswer(status, headers(failure.code()), json(failure));
  }

  /// This one with one more header, or another value for one that it has.
  ///
  /// @param name in lower case
  public ErrorAnswer with(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new ErrorAnswer(status, more, json);
  }

  /// This one without the time to try again: what was asked for may have been done.
  public ErrorAnswer withoutRetryAfter() {
    Map<String, String> fewer = new TreeMap<>(headers);
    fewer.remove(RETRY_AFTER);
    return new ErrorAnswer(status, fewer, json);
  }

  private static Map<String, String> headers(ErrorCode code) {
    if (HttpErrors.hasRetryAfter(code)) {
      return Map.of(RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    return code.kind() == ErrorKind.UNAUTHENTICATED
        ? Map.of("www-authenticate", "Basic realm=\"altertable\"")
        : Map.of();
  }

  private static String json(PlatformException failure) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("error")
        .put("code", failure.code().name())
        .put("message", failure.clientMessage())
        .put("id", failure.id().toString());
    return body.put("message", failure.clientMessage()).toString();
  }
}
