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

  public static PlatformException wrongMethod(String path, String method, String allowed) {
    return new PlatformException(
        ErrorCode.INVALID_REQUEST, path + " takes " + allowed + ", not " + method);
  }

  /// Of [#wrongMethod].
  public static ErrorAnswer ofWrongMethod(PlatformException failure, String allowed) {
    return ErrorAnswer.of(405, failure).with("allow", allowed);
  }
}
