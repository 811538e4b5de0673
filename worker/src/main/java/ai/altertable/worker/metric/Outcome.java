package ai.altertable.worker.metric;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.ErrorKind;
import java.util.Locale;

/// What became of a client's work, in one word for everybody who only wants to know whether all is
/// well. The error's code says it exactly.
enum Outcome {
  FINISHED,
  /// It went wrong while it was looked at or while it ran.
  FAILED,
  /// Its client, an administrator, or a time limit ended it.
  CANCELLED,
  /// There was no room, or its user may not do that: nothing of it ran.
  REFUSED;

  static Outcome of(ErrorCode code) {
    return isLimit(code) ? REFUSED : of(code.kind());
  }

  private static boolean isLimit(ErrorCode code) {
    return code == ErrorCode.TOO_MANY_STATEMENTS
        || code == ErrorCode.TOO_MANY_SESSIONS
        || code == ErrorCode.WORKER_DRAINING;
  }

  private static Outcome of(ErrorKind kind) {
    return switch (kind) {
      case CANCELLED -> CANCELLED;
      case UNAUTHENTICATED, FORBIDDEN, UNSUPPORTED -> REFUSED;
      case INVALID, NOT_FOUND, CONFLICT, EXHAUSTED, UNAVAILABLE, INTERNAL -> FAILED;
    };
  }

  /// As labels say it.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
