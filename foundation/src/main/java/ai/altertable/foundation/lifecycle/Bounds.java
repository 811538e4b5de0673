package ai.altertable.foundation.lifecycle;

import java.time.Duration;

/// What the components of a configuration may be; what is refused is called by its name.
public final class Bounds {
  private Bounds() {}

  /// @throws IllegalArgumentException for less than 1
  public static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be positive, not " + value);
    }
  }

  /// @throws IllegalArgumentException for no time, or less
  public static void requirePositive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + " must be positive, not " + value);
    }
  }
}
