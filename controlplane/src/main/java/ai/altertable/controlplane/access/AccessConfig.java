package ai.altertable.controlplane.access;

import static ai.altertable.foundation.lifecycle.Bounds.requirePositive;

import java.time.Duration;

/// How passwords are kept and checked.
///
/// @param passwordIterations of PBKDF2 for passwords set from now on; clients that log in by SCRAM
///   pay for them too, and some refuse fewer than 4096
/// @param rememberedFor how long a checked password need not be checked again
/// @param rememberedMax how many are remembered at most
/// @param checksAtOnceMax how many passwords are hashed at the same time, so that guessing leaves
///   processors free for those who are in
public record AccessConfig(
    int passwordIterations, Duration rememberedFor, int rememberedMax, int checksAtOnceMax) {
  public AccessConfig {
    if (passwordIterations < 4096 || passwordIterations > 10_000_000) {
      throw new IllegalArgumentException(
          "passwordIterations must be 4096 to 10000000, not " + passwordIterations);
    }
    if (rememberedFor.isNegative()) {
      throw new IllegalArgumentException(
          "rememberedFor must not be negative, but is " + rememberedFor);
    }
    if (rememberedMax < 0) {
      throw new IllegalArgumentException(
          "rememberedMax must not be negative, but is " + rememberedMax);
    }
    requirePositive("checksAtOnceMax", checksAtOnceMax);
  }

  public static AccessConfig defaults() {
    int processors = Runtime.getRuntime().availableProcessors();
    return new AccessConfig(4096, Duration.ofSeconds(60), 10_000, Math.max(1, processors / 2));
  }
}
