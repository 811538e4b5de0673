package ai.altertable.gateway.answer;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.http.error.ErrorAnswer;
import java.time.Duration;

/// Errors that the gateway knows more about than their code says.
public final class ErrorAnswers {
  private ErrorAnswers() {}

  /// With the time after which the request may be repeated.
  public static ErrorAnswer of(PlatformException failure, Duration retryAfter) {
    long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
    return ErrorAnswer.of(failure).with("retry-after", String.valueOf(seconds));
  }

  /// A request that is wrong in a way for which HTTP has a status of its own.
  public static ErrorAnswer invalid(int status, String message) {
    return ErrorAnswer.of(status, new PlatformException(ErrorCode.INVALID_REQUEST, message));
  }

  public static ErrorAnswer wrongMethod(String path, String method, String allowed) {
    return invalid(405, path + " takes " + allowed + ", not " + method).with("allow", allowed);
  }
}
