package ai.altertable.controlplane.fleet;

import static ai.altertable.foundation.lifecycle.Bounds.requirePositive;

import java.time.Duration;

/// How the control plane judges its members, and how many workers it runs by itself.
///
/// @param silentAfter without a word from a member that is connected, its link counts as dead
/// @param graceAfterLink how long a member whose link broke may take to come back before it is lost
/// @param graceAfterStart how long one may that this control plane, just started, knows from its
///   predecessor or from another control plane
/// @param hostedMax hosted workers in all environments together
/// @param idleAfter without a query, the hosted worker of an environment that is not the default
///   one ends
/// @param startWithin a hosted worker that is not connected by then is ended, and another started
public record FleetConfig(
    Duration silentAfter,
    Duration graceAfterLink,
    Duration graceAfterStart,
    int hostedMax,
    Duration idleAfter,
    Duration startWithin) {
  public FleetConfig {
    requirePositive("silentAfter", silentAfter);
    requirePositive("graceAfterLink", graceAfterLink);
    requirePositive("graceAfterStart", graceAfterStart);
    requirePositive("idleAfter", idleAfter);
    requirePositive("startWithin", startWithin);
    if (hostedMax < 1) {
      throw new IllegalArgumentException("hostedMax must be at least 1, not " + hostedMax);
    }
  }

  public static FleetConfig defaults() {
    return new FleetConfig(
        Duration.ofSeconds(15),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        8,
        Duration.ofMinutes(15),
        Duration.ofSeconds(60));
  }
}
