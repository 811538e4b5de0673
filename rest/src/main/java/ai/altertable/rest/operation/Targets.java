package ai.altertable.rest.operation;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import java.util.List;
import java.util.function.Function;

/// Finds what an operator means.
public final class Targets {
  private Targets() {}

  /// The one among things of one id that is meant.
  ///
  /// @param user whose each thing is
  /// @param missing the code for when there is none
  /// @param what it is called in messages
  public static <T> T one(
      Target target, List<T> found, Function<T, String> user, ErrorCode missing, String what) {
    List<T> meant = found.stream().filter(one -> target.isOf(user.apply(one))).toList();
    if (meant.isEmpty()) {
      throw new PlatformException(
          missing, "no %s %s is there; it may have ended".formatted(what, target.id()));
    }
    if (meant.size() > 1) {
      throw new PlatformException(
          ErrorCode.INVALID_PARAMETER,
          "%d users have a %s %s; say whose with --user"
              .formatted(meant.size(), what, target.id()));
    }
    return meant.getFirst();
  }
}
