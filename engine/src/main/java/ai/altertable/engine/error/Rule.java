package ai.altertable.engine.error;

import ai.altertable.engine.capi.DuckDbErrorType;
import ai.altertable.foundation.error.ErrorCode;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/// What a message of some kinds means when it has a certain shape.
record Rule(Set<DuckDbErrorType> types, Pattern shape, ErrorCode code) {
  /// For messages of any kind.
  static Rule any(ErrorCode code, String shape) {
    return new Rule(EnumSet.allOf(DuckDbErrorType.class), Pattern.compile(shape), code);
  }

  /// For messages of any kind but those that quote a value, which may say anything.
  static Rule anyButValues(ErrorCode code, String shape) {
    return new Rule(
        EnumSet.complementOf(EnumSet.of(DuckDbErrorType.CONVERSION)), Pattern.compile(shape), code);
  }

  static Rule of(DuckDbErrorType type, ErrorCode code, String shape) {
    return new Rule(EnumSet.of(type), Pattern.compile(shape), code);
  }

  static Rule of(DuckDbErrorType type, DuckDbErrorType other, ErrorCode code, String shape) {
    return new Rule(EnumSet.of(type, other), Pattern.compile(shape), code);
  }

  boolean fits(DuckDbErrorType type, String body) {
    return types.contains(type) && shape.matcher(body).find();
  }
}
