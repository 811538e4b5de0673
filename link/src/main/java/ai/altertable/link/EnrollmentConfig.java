package ai.altertable.link;

import static ai.altertable.foundation.lifecycle.Bounds.requirePositive;

import java.time.Duration;

/// How often enrolment may be tried, with whatever token.
///
/// @param addressTriesMax tries of one address that may come at once
/// @param addressPause in which one more is allowed
/// @param triesMax tries of all addresses together that may come at once
/// @param pause in which one more is allowed
public record EnrollmentConfig(
    int addressTriesMax, Duration addressPause, int triesMax, Duration pause) {
  public EnrollmentConfig {
    requirePositive("address-tries-max", addressTriesMax);
    requirePositive("address-pause", addressPause.toMillis());
    requirePositive("tries-max", triesMax);
    requirePositive("pause", pause.toMillis());
  }

  public static EnrollmentConfig defaults() {
    return new EnrollmentConfig(20, Duration.ofSeconds(1), 200, Duration.ofMillis(100));
  }
}
