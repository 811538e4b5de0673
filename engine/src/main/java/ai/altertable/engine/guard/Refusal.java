package ai.altertable.engine.guard;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import java.util.Locale;

/// Why a text is refused. It tells of the text alone, never of what exists.
///
/// @param rule the word of the rule that refuses it, in lower case
record Refusal(ErrorCode code, String rule, String message) {
  static Refusal denied(Rule rule, String message) {
    return new Refusal(ErrorCode.PERMISSION_DENIED, rule.name().toLowerCase(Locale.ROOT), message);
  }

  /// Nothing dangerous, but not offered.
  static Refusal unsupported(String message) {
    return new Refusal(ErrorCode.FEATURE_NOT_SUPPORTED, "unsupported", message);
  }

  /// Too much to be looked at.
  static Refusal tooLarge(String message) {
    return new Refusal(ErrorCode.STATEMENT_TOO_LARGE, "size", message);
  }

  PlatformException exception() {
    return new PlatformException(code, message);
  }

  /// Ends the reading of a text, from wherever a rule finds what it refuses.
  static final class Found extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Refusal refusal;

    Found(Refusal refusal) {
      super(refusal.message(), null, false, false);
      this.refusal = refusal;
    }

    Refusal refusal() {
      return refusal;
    }
  }
}
