package ai.altertable.link;

import static ai.altertable.foundation.lifecycle.Bounds.requirePositive;

import java.time.Duration;

/// How many connections may be open of whom nobody knows yet whether they are members.
///
/// @param addressMax of one address, or of one IPv6 network of 64 bits
/// @param max of all addresses together
/// @param life after which one is closed that is not a member's
public record StrangerConfig(int addressMax, int max, Duration life) {
  public StrangerConfig {
    requirePositive("stranger-address-max", addressMax);
    requirePositive("stranger-max", max);
    requirePositive("stranger-life", life.toMillis());
  }

  public static StrangerConfig defaults() {
    return new StrangerConfig(64, 1024, Duration.ofSeconds(30));
  }
}
