package ai.altertable.gateway.login;

import static ai.altertable.foundation.lifecycle.Bounds.requirePositive;

import java.time.Duration;

/// How wrong credentials slow further tries down.
///
/// @param triesFree wrong passwords for one name from one address before pauses begin
/// @param firstPause after the first try beyond them; each further one doubles it
/// @param longestPause no pause is longer
/// @param forgottenAfter how long after the last wrong try a name and address start afresh
/// @param addressTriesMax wrong tries of one address, for whatever names, that may come at once
/// @param addressPause in which one more is allowed
/// @param nameTriesMax wrong tries for one name, from whatever addresses, that may come at once;
///   beyond them every address has one free try for that name
/// @param namePause in which one more is allowed
public record ThrottleConfig(
    int triesFree,
    Duration firstPause,
    Duration longestPause,
    Duration forgottenAfter,
    int addressTriesMax,
    Duration addressPause,
    int nameTriesMax,
    Duration namePause) {
  public ThrottleConfig {
    requirePositive("triesFree", triesFree);
    requirePositive("firstPause", firstPause);
    requirePositive("forgottenAfter", forgottenAfter);
    requirePositive("addressTriesMax", addressTriesMax);
    requirePositive("addressPause", addressPause);
    requirePositive("nameTriesMax", nameTriesMax);
    requirePositive("namePause", namePause);
    if (longestPause.compareTo(firstPause) < 0) {
      throw new IllegalArgumentException(
          "longestPause must not be shorter than firstPause, but is " + longestPause);
    }
  }

  public static ThrottleConfig defaults() {
    return new ThrottleConfig(
        5,
        Duration.ofSeconds(1),
        Duration.ofMinutes(1),
        Duration.ofMinutes(15),
        100,
        Duration.ofSeconds(1),
        50,
        Duration.ofSeconds(10));
  }
}
