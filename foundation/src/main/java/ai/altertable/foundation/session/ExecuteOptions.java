package ai.altertable.foundation.session;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// How a statement is executed.
///
/// @param rowOffset rows of the answer to leave out at its beginning, from 0
/// @param rowLimit rows of the answer at the most
/// @param timeout from the start of the execution to its last row; then DEADLINE_EXCEEDED
public record ExecuteOptions(long rowOffset, OptionalLong rowLimit, Optional<Duration> timeout) {
  public static final ExecuteOptions DEFAULT =
      new ExecuteOptions(0, OptionalLong.empty(), Optional.empty());

  public ExecuteOptions {
    if (rowOffset < 0) {
      throw new IllegalArgumentException("an offset cannot be negative: " + rowOffset);
    }
    if (rowLimit.isPresent() && rowLimit.getAsLong() < 0) {
      throw new IllegalArgumentException("a limit cannot be negative: " + rowLimit.getAsLong());
    }
  }
}
